"""Every benchmark runs; no time is asserted, only that there is a table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
PARTS = {"measuring", "columnar_run", "columnar_by_hand", "log_chart"}
"""What benchmarks are made of, and not run alone."""

NAMES = sorted(path.stem for path in BENCHMARKS.glob("*.py") if path.stem not in PARTS)


def test_the_benchmarks_that_are_promised_are_there() -> None:
    assert {"evaluate", "memory", "cold_start", "counting"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_runs_and_prints_a_table(name: str) -> None:
    if name == "memory" and not Path("/proc/self/status").exists():
        return
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / f"{name}.py"), "--quick"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("| ")
    assert set(lines[1]) <= set("| -")
    assert len([line for line in lines if line]) >= 3
