"""Calendar days put into working days, by what they can amount to at worst."""

from __future__ import annotations


def longest_in_working_days(calendar_days: int) -> int:
    """The fewest working days whose limit never ends before one of so many calendar days.

    A limit of n working days that starts on a Sunday ends after n days and two more for each weekend it passes,
    and from no other day does it end sooner; bank holidays only make it longer. So a limit in calendar days is
    never longer than one in working days exactly where it fits into that time.
    """
    days = 0
    while shortest_in_calendar_days(days) < calendar_days:
        days += 1
    return days


def shortest_in_calendar_days(working_days: int) -> int:
    """The fewest calendar days in which so many working days can end."""
    return working_days + 2 * ((working_days - 1) // 5) if working_days > 0 else 0
