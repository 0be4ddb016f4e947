"""What the benchmarks share: one core, timings, tables."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

EXAMPLE: Final = Path(__file__).resolve().parent.parent / "examples" / "late-stage-1.yaml"
"""A full case: a late first answer, an extension, a second stage still open, a landlord's own policy."""
AS_OF: Final = date(2025, 7, 15)


def quick_asked(description: str) -> bool:
    """Whether `--quick` was given: a few rounds only, to see that the benchmark works."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="a few rounds only; the figures mean nothing")
    return bool(parser.parse_args().quick)


def stay_on_one_core() -> None:
    """Keep this process on one core, where the system lets us."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def timings(
    run: Callable[[], object], rounds: int, warm_up: int = 0, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Seconds of each round, sorted, by a clock; the collector runs as it would in any program."""
    for _ in range(warm_up):
        run()
    found = []
    for _ in range(rounds):
        start = clock()
        run()
        found.append(clock() - start)
    return sorted(found)


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def median_of_batches(run: Callable[[], object], batches: int, size: int) -> float:
    """Seconds of one call of something too short to be timed alone."""

    def batch() -> None:
        for _ in range(size):
            run()

    return percentile(timings(batch, batches, warm_up=1), 0.5) / size


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A Markdown table."""
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def milliseconds(seconds: float) -> str:
    """As milliseconds with three digits after the point."""
    return f"{seconds * 1e3:.3f} ms"


def microseconds(seconds: float) -> str:
    """As microseconds with two digits after the point."""
    return f"{seconds * 1e6:.2f} µs"
