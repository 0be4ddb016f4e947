"""Write the SQL that tests/test_columnar_sql.py holds fast: `python tools/write_columnar_snapshots.py`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from test_columnar_sql import RULES, SHOWN, SNAPSHOTS, shown  # noqa: E402 - from the tests, whose folder was just added


def main() -> None:
    """One file for each engine and rule; what is there of others goes."""
    SNAPSHOTS.mkdir(exist_ok=True)
    for path in SNAPSHOTS.glob("*.sql"):
        path.unlink()
    for dialect in SHOWN:
        for rule in RULES.values():
            (SNAPSHOTS / f"{dialect}-{rule}.sql").write_text(shown(rule, dialect), encoding="utf-8")


if __name__ == "__main__":
    main()
