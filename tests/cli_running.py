"""Running the command line in tests: in this process, or as a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from code_engine.cli.application import application

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
RULESET = ROOT / "rulesets" / "housing-ombudsman-code" / "2024-04-01"
IN_TIME = str(ROOT / "examples" / "in-time.yaml")
LATE = str(ROOT / "examples" / "late-stage-1.yaml")
AS_OF = ("--as-of", "2025-07-15")

SMALL = """
reference: T-1
landlord: code-only
events:
  - {type: complaint_received, date: 2025-06-02}
"""
"""A case with one event, whose acknowledgement is due on Monday 9 June 2025."""

_ESCAPE = "\x1b"
_ABSOLUTE = re.compile(r"(?:/[^\s/]+){2,}")


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    """The command line run in this process; `given` is what stands on standard input."""
    return CliRunner().invoke(application, list(arguments), input=given)


def refused(*arguments: str, given: str | bytes | None = None) -> str:
    """What is said on standard error by a run that must end as bad input and print nothing else."""
    result = run(*arguments, given=given)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def done(*arguments: str, given: str | bytes | None = None) -> str:
    """What a run prints that must end well and complain of nothing."""
    result = run(*arguments, given=given)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line run as `python -m code_engine`, with bytes as they leave the process."""
    return subprocess.run(
        [sys.executable, "-m", "code_engine", *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=60,
    )


def assert_plain(text: str, width: int = 80) -> None:
    """No escape sequence, and no line too long, apart from names of files that cannot be broken."""
    assert _ESCAPE not in text
    for line in text.splitlines():
        assert len(line) <= width or _ABSOLUTE.search(line), line


def one_line(text: str) -> str:
    """The text without its line breaks, so that a sentence can be looked for."""
    return " ".join(text.split())
