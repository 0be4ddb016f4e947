"""How long one evaluation of a full case takes, trace included, warm and on one core.

In the same run: a plain check of the four main deadlines, written by hand, as a measure of the machine; and the
two forward chainers on the findings of the case.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from code_engine.bank_holidays import DATES_BY_NAME
from code_engine.calendar import Counting
from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.evaluation.consequences import Chainer, OwnChainer, build_chainer, durable_available
from measuring import (
    AS_OF,
    EXAMPLE,
    median_of_batches,
    microseconds,
    milliseconds,
    percentile,
    print_table,
    quick_asked,
    stay_on_one_core,
    timings,
)

HOLIDAYS = frozenset(date.fromisoformat(day) for days in DATES_BY_NAME.values() for day in days.split())
LIMITS = (("acknowledged", 1, 5), ("response_issued", 1, 10), ("acknowledged", 2, 5), ("response_issued", 2, 20))
"""What ends each main deadline: the event, its stage, and the working days allowed."""


def due_on(start: date, limit: int) -> date:
    """The last day of a limit, counted day by day."""
    day = start
    while limit:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in HOLIDAYS:
            limit -= 1
    return day


def first_day(case: Case, kind: str, stage: int | None = None) -> date | None:
    """The first day of an event of a kind, at a stage where one is given."""
    days = [
        event.date
        for event in case.events
        if event.type == kind and event.date <= AS_OF and (stage is None or event.stage == stage)
    ]
    return min(days, default=None)


def plain_check(case: Case) -> Sequence[str]:
    """The four main deadlines in plain Python: no unknowns, no extensions, no reasons, no trace."""
    starts = {
        ("acknowledged", 1): first_day(case, "complaint_received"),
        ("response_issued", 1): first_day(case, "acknowledged", 1),
        ("acknowledged", 2): first_day(case, "escalation_requested"),
        ("response_issued", 2): first_day(case, "acknowledged", 2),
    }
    found = []
    for kind, stage, limit in LIMITS:
        start, done = starts[kind, stage], first_day(case, kind, stage)
        if start is None:
            found.append("not_applicable")
            continue
        due = due_on(start, limit)
        late = (done or AS_OF) > due
        found.append("breached" if late else "pending" if done is None else "met")
    return found


def main() -> None:
    """Measure and print."""
    quick = quick_asked(__doc__ or "")
    stay_on_one_core()
    engine, case = Engine.from_plugins(), load_case(EXAMPLE)
    times = timings(lambda: engine.evaluate(case, as_of=AS_OF), 20 if quick else 5_000, warm_up=20 if quick else 200)
    plain = median_of_batches(lambda: plain_check(case), 5 if quick else 200, 10)
    evaluation = engine.evaluate(case, as_of=AS_OF)
    middle = percentile(times, 0.5)
    print_table(
        ("One evaluation", "p50", "p90", "p99", "longest"),
        [
            (
                f"{len(evaluation.findings)} rules, trace and consequences",
                *(milliseconds(percentile(times, share)) for share in (0.5, 0.9, 0.99)),
                milliseconds(times[-1]),
            )
        ],
    )
    print_table(
        ("Beside it", "Median", "One evaluation takes"),
        [("four deadlines in plain Python", microseconds(plain), f"{middle / plain:.1f} times as long")],
    )
    chainers(engine, case, quick)


def chainers(engine: Engine, case: Case, quick: bool) -> None:
    """Both forward chainers from the same findings."""
    # The engine keeps what it prepared for a case to itself; only a benchmark has reason to look.
    prepared = engine._prepare(case, AS_OF, Counting.DAY_0, None, None)
    rules = prepared.program.following.rules
    evaluation = engine.evaluate(case, as_of=AS_OF)
    findings: dict[tuple[str, str], tuple[str, bool, Collection[str]]] = {
        (each.layer, each.rule): (each.status, each.outstanding, each.labels) for each in evaluation.findings
    }
    base = rules.base_vector(findings, prepared.folded.facts)
    named: list[Chainer] = [OwnChainer(rules), *([build_chainer(rules, "durable")] if durable_available() else [])]
    rows = []
    for chainer in named:
        taken = median_of_batches(lambda one=chainer: one.run(base), 5 if quick else 200, 10)  # type: ignore[misc]
        rows.append((chainer.name, microseconds(taken), str(len(chainer.run(base)))))
    print_table(("Chainer", "Median", "Consequences fired"), rows)


if __name__ == "__main__":
    main()
