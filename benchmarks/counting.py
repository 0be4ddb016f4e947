"""How long the smaller things take: counting working days, reading a case, loading a ruleset, writing the answer."""

from __future__ import annotations

from datetime import date

from code_engine.calendar import Counting, england
from code_engine.case.fold import fold
from code_engine.case.load import load_case
from code_engine.engine import Engine
from code_engine.ruleset.catalogue import shipped_rulesets
from code_engine.ruleset.loader import load_ruleset
from measuring import (
    AS_OF,
    EXAMPLE,
    median_of_batches,
    microseconds,
    milliseconds,
    print_table,
    quick_asked,
    stay_on_one_core,
)


def main() -> None:
    """Measure and print."""
    quick = quick_asked(__doc__ or "")
    stay_on_one_core()
    batches, few = (3, 1) if quick else (100, 5)
    calendar, case, engine = england(), load_case(EXAMPLE), Engine.from_plugins()
    start, end = date(2025, 4, 1).toordinal(), date(2026, 3, 31).toordinal()
    evaluation = engine.evaluate(case, as_of=AS_OF)
    folder = sorted(path.parent for path in shipped_rulesets().glob("*/*/ruleset.yaml"))[-1]
    short = [
        ("working days of a year", lambda: calendar.working_days(start, end, Counting.DAY_0)),
        ("last day of a limit of 20 working days", lambda: calendar.due(start, 20, Counting.DAY_0)),
        ("facts of a case (fold)", lambda: fold(case, AS_OF)),
    ]
    long = [
        ("reading a case from YAML", lambda: load_case(EXAMPLE)),
        ("loading a version of the Code", lambda: load_ruleset(folder)),
        ("an evaluation as JSON", evaluation.to_json),
    ]
    rows = [(name, microseconds(median_of_batches(run, batches, 10 if quick else 200))) for name, run in short]
    rows += [(name, milliseconds(median_of_batches(run, few, few))) for name, run in long]
    print_table(("What", "Median"), rows)


if __name__ == "__main__":
    main()
