"""Whether 10,000 cases one after another, all different, leave memory and threads as they were."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.documents import read_document
from code_engine.engine import Engine
from measuring import AS_OF, EXAMPLE, print_table, quick_asked, stay_on_one_core


def moved(data: Any, days: int) -> Any:
    """The same data with every ISO date so many days later."""
    if isinstance(data, dict):
        return {key: moved(value, days) for key, value in data.items()}
    if isinstance(data, list):
        return [moved(value, days) for value in data]
    if isinstance(data, str) and len(data) == 10 and data[4] == data[7] == "-":
        return (date.fromisoformat(data) + timedelta(days=days)).isoformat()
    return data


def cases(number: int) -> Iterator[tuple[Case, date]]:
    """Cases that differ in their reference, their dates and the place of today in them."""
    data: Any = read_document(EXAMPLE).data
    for place in range(number):
        shift = place % 360
        yield (
            parse_case({**moved(data, shift), "reference": f"T11-{place:05}"}),
            AS_OF + timedelta(days=shift + place % 90),
        )


def resident_megabytes() -> float:
    """What of this process is in memory now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not say how much memory is in use")


def main() -> None:
    """Measure and print."""
    quick = quick_asked(__doc__ or "")
    stay_on_one_core()
    number, settled = (60, 20) if quick else (10_000, 1_000)
    engine = Engine.from_plugins()
    rows = []
    start = 0.0
    for place, (case, as_of) in enumerate(cases(number), start=1):
        engine.evaluate(case, as_of=as_of)
        if place == settled:
            start = resident_megabytes()
        if place % (number // 5) == 0 or place == settled:
            now = resident_megabytes()
            growth = f"{now - start:+.2f} MB" if start else ""
            rows.append((f"{place:,}", f"{now:.1f} MB", growth, str(threading.active_count())))
    print_table(
        ("Cases", "Resident", f"Since case {settled:,}", "Threads"),
        sorted(rows, key=lambda row: int(row[0].replace(",", ""))),
    )


if __name__ == "__main__":
    main()
