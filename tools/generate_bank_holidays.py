"""Write src/code_engine/bank_holidays.py from the `holidays` library.

Run it from the repository: `python tools/generate_bank_holidays.py`. Only this script and the comparison that
`code-engine doctor` makes need the library; the engine itself reads the table, because importing the library
and building its England calendar costs more time than a whole evaluation.
"""

from __future__ import annotations

import textwrap
from datetime import date
from importlib.metadata import version
from pathlib import Path

import holidays

FIRST_YEAR = 1990
LAST_YEAR = 2069
TARGET = Path(__file__).resolve().parent.parent / "src" / "code_engine" / "bank_holidays.py"

# The library's names, where a British reader would expect another one.
NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Millennium Celebrations": "Millennium bank holiday",
    "Golden Jubilee of Elizabeth II": "Golden Jubilee of Queen Elizabeth II",
    "Wedding of William and Catherine": "Royal wedding bank holiday",
    "Diamond Jubilee of Elizabeth II": "Diamond Jubilee of Queen Elizabeth II",
    "Platinum Jubilee of Elizabeth II": "Platinum Jubilee of Queen Elizabeth II",
    "Coronation of Charles III": "Coronation of King Charles III",
}

HEADER = '''\
"""The bank holidays of England from {first} to {last}, by name: generated, do not edit.

Written by tools/generate_bank_holidays.py with {library}, country GB, subdivision ENG (without the
subdivision Easter Monday and the summer bank holiday would be missing). Days that fall on a weekend are
listed as well as their substitutes. Later years follow from today's rules; one-off days appear once they have
been proclaimed and the library knows them.
"""

from __future__ import annotations

LIBRARY = "{library}"
FIRST_YEAR = {first}
LAST_YEAR = {last}

DATES_BY_NAME: dict[str, str] = {{
'''


def british_name(name: str) -> str:
    """The name as it is used in England: "Boxing Day (observed)" is a substitute day."""
    plain = name.removesuffix(" (observed)")
    british = NAMES.get(plain, plain)
    return british if plain == name else f"{british} (substitute day)"


def dates_by_name() -> dict[str, list[date]]:
    """Every bank holiday of the range by its British name, names in the order of their first date."""
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1), expand=False)
    found: dict[str, list[date]] = {}
    for day, name in sorted(england.items()):
        found.setdefault(british_name(name), []).append(day)
    return found


def module_text() -> str:
    """The whole text of the generated module."""
    library = f"holidays {version('holidays')}"
    lines = [HEADER.format(first=FIRST_YEAR, last=LAST_YEAR, library=library)]
    for name, days in dates_by_name().items():
        if len(days) == 1:
            lines.append(f'    "{name}": "{days[0].isoformat()}",\n')
            continue
        lines.append(f'    "{name}": (\n')
        rows = textwrap.wrap(" ".join(day.isoformat() for day in days), 88, break_on_hyphens=False)
        lines.extend(f'        "{row} "\n' for row in rows[:-1])
        lines.append(f'        "{rows[-1]}"\n    ),\n')
    return "".join([*lines, "}\n"])


def main() -> None:
    """Write the module."""
    TARGET.write_text(module_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
