"""Where the time of one evaluation goes: each part timed alone, warm and on one core.

The parts add up to a little less than the whole, which also has to be put together and freed again, and in
which every part finds the processor's caches filled by the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from code_engine.calendar import Counting
from code_engine.case.fold import fold
from code_engine.case.load import load_case
from code_engine.engine import Engine
from code_engine.evaluation.answer import answer
from code_engine.evaluation.evaluation import Finding, Layer, Status
from code_engine.evaluation.rule_program import RuleProgram
from code_engine.evaluation.session import Session
from measuring import AS_OF, EXAMPLE, median_of_batches, microseconds, print_table, quick_asked, stay_on_one_core

KINDS = {
    "RequirementProgram": "requirements",
    "DeadlineVerdict": "deadlines, both conventions and all readings",
    "ItemDeadlines": "deadlines of items",
    "NoticeCheckProgram": "checks of extension notices",
    "JudgementProgram": "judgements",
}


class Parts:
    """One case, prepared, and its parts as functions without arguments."""

    def __init__(self) -> None:
        self.engine, self.case = Engine.from_plugins(), load_case(EXAMPLE)
        # The engine keeps these steps to itself; only a benchmark has reason to look.
        self.prepared = self.engine._prepare(self.case, AS_OF, Counting.DAY_0, None, None)

    def sessions(self) -> dict[Layer, Session]:
        """What the rules of both layers read."""
        prepared = self.prepared
        return self.engine._sessions(prepared.selection, prepared.program, prepared.folded, AS_OF)

    def rules(self, kind: str) -> tuple[list[tuple[Layer, RuleProgram]], list[tuple[Layer, RuleProgram]]]:
        """The rules of a kind that apply to the case, and those that do not, each with its layer."""
        applying: list[tuple[Layer, RuleProgram]] = []
        others: list[tuple[Layer, RuleProgram]] = []
        sessions = self.sessions()
        for layer, program in self.prepared.program.in_order:
            if type(program.body).__name__ == kind:
                status = program.finding(sessions[layer])[0].status
                (others if status is Status.NOT_APPLICABLE else applying).append((layer, program))
        return applying, others

    def findings(self, rules: Sequence[tuple[Layer, RuleProgram]]) -> list[Finding]:
        """The findings of some rules, from the start."""
        sessions = self.sessions()
        return [program.finding(sessions[layer])[0] for layer, program in rules]


def main() -> None:
    """Measure and print."""
    quick = quick_asked(__doc__ or "")
    stay_on_one_core()
    parts = Parts()

    def taken(run: Callable[[], object]) -> float:
        return median_of_batches(run, 5 if quick else 300, 5 if quick else 20)

    def whole() -> object:
        return parts.engine.evaluate(parts.case, as_of=AS_OF)

    prepared = parts.prepared
    found, sessions = parts.engine._found(prepared.selection, prepared.program, prepared.folded, AS_OF)
    following = prepared.program.following
    all_of_it, empty = taken(whole), taken(parts.sessions)
    facts = taken(lambda: fold(parts.case, AS_OF))
    drawn = taken(lambda: following.draw(found.findings, sessions))
    answered = taken(lambda: answer(prepared.selection, found, [], prepared.folded, sessions))
    rows = [("facts of the case (fold)", facts), ("what rules read, as shown in the answer", empty)]
    rest: list[tuple[Layer, RuleProgram]] = []
    for kind, name in KINDS.items():
        applying, others = parts.rules(kind)
        rest += others
        run = [(layer, program) for layer, program in applying]
        rows.append((f"{len(run)} {name}", taken(lambda chosen=run: parts.findings(chosen)) - empty))  # type: ignore[misc]
    rows.append((f"{len(rest)} rules that do not apply", taken(lambda: parts.findings(rest)) - empty))
    rows += [("consequences", drawn), ("missing facts, summary, references", answered - drawn)]
    rows.append(("put together, freed, collected, caches", all_of_it - sum(time for _, time in rows)))
    rows.append(("the whole evaluation", all_of_it))
    print_table(("Part", "Median", "Share"), [(name, microseconds(t), f"{t / all_of_it:.0%}") for name, t in rows])


if __name__ == "__main__":
    main()
