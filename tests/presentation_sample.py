"""An invented complaint and an evaluation of it, built from the models, for the tests of what people see."""

from __future__ import annotations

from datetime import date
from typing import Any

from code_engine.case.model import Case
from code_engine.evaluation.evaluation import (
    Action,
    CalendarReference,
    CaseReference,
    Deadline,
    EngineReference,
    Evaluation,
    Finding,
    Label,
    Letter,
    MissingFact,
    NotEvaluated,
    Notice,
    PolicyReference,
    Reading,
    RulesetReference,
    Status,
    Summary,
)

AS_OF = date(2025, 7, 15)
REFERENCE = "T11-2025-0007"


def finding(provision: str, rule: str, status: Status, title: str, reason: str, **values: Any) -> Finding:
    """A finding with every field given; those not named are empty."""
    empty: dict[str, Any] = {
        "layer": "code",
        "labels": (),
        "outstanding": False,
        "due_on": None,
        "done_on": None,
        "working_days": None,
        "working_days_late": None,
        "working_days_left": None,
        "missing": (),
        "facts": {},
        "readings": (),
        "trace": {},
        "inferred": None,
    }
    fields = {"provision": provision, "rule": rule, "status": status, "title": title, "reason": reason}
    return Finding.model_validate({**empty, **fields, **values})


def _readings() -> tuple[Reading, ...]:
    rows = (
        ("first-acknowledgement", "From the first acknowledgement", True, Status.BREACHED, date(2025, 6, 18)),
        ("scoping", "From the day the complaint was scoped", False, Status.MET, date(2025, 6, 23)),
    )
    return tuple(
        Reading.of(
            contested="response-clock",
            reading=name,
            title=title,
            default=default,
            status=status,
            due_on=due,
            reason=f"answered on 20 June 2025, {'after' if default else 'before'} the last day",
        )
        for name, title, default, status, due in rows
    )


def _findings() -> tuple[Finding, ...]:
    return (
        finding(
            "1.3",
            "choice-to-complain-offered",
            Status.MET,
            "Choice to complain offered",
            "The resident was offered the choice on 2 June 2025.",
        ),
        finding("2.4", "refusal-reasons", Status.NOT_APPLICABLE, "Refusal explained", "Nothing was refused."),
        finding(
            "5.6",
            "definition-complete",
            Status.UNDETERMINED,
            "Complaint definition sets out understanding and outcomes",
            "The definition is on record, but not what it says.",
            missing=("definitions.outcomes_sought",),
        ),
        finding(
            "6.2",
            "stage-1-acknowledged-in-time",
            Status.MET,
            "Stage 1 acknowledged, defined and logged within five working days of receipt",
            "Acknowledged, defined and logged by 9 June 2025, the last day.",
            due_on=date(2025, 6, 9),
            done_on=date(2025, 6, 9),
            working_days=5,
            labels=(Label.WITHIN_ONE_DAY,),
            facts={"complaint.received_on": "2025-06-02", "stage_1.acknowledged_on": "2025-06-04"},
        ),
        finding(
            "6.2",
            "stage-1-acknowledged-in-time",
            Status.BREACHED,
            "Stage 1 acknowledged, defined and logged within five working days of receipt",
            "Acknowledged on 9 June 2025, 3 working days after the two this landlord promises.",
            layer="policy",
            due_on=date(2025, 6, 4),
            done_on=date(2025, 6, 9),
            working_days_late=3,
        ),
        finding(
            "6.3",
            "stage-1-response-in-time",
            Status.BREACHED,
            "Stage 1 response issued within ten working days of the acknowledgement",
            "Answered on 20 June 2025, 2 working days late.",
            due_on=date(2025, 6, 18),
            done_on=date(2025, 6, 20),
            working_days=12,
            working_days_late=2,
            labels=(Label.CONTESTED,),
            readings=_readings(),
            facts={"stage_1.acknowledged_on": "2025-06-04", "stage_1.responded_on": "2025-06-20"},
            trace={
                "clock": {"first-acknowledgement": "2025-06-04", "scoping": "2025-06-09"},
                "limit": "10 working days",
                "done <= due": False,
            },
        ),
        finding(
            "6.4",
            "stage-1-extension-valid",
            Status.NOT_APPLICABLE,
            "Stage 1 extension explained",
            "No extension was notified.",
        ),
        finding(
            "6.10",
            "escalation-opened",
            Status.MET,
            "Stage 2 opened on request",
            "The request of 10 July 2025 was taken to stage 2.",
        ),
        finding(
            "6.11",
            "stage-2-acknowledged-in-time",
            Status.PENDING,
            "Stage 2 acknowledged, defined and logged within five working days of the request",
            "Due by 17 July 2025, 2 working days left.",
            due_on=date(2025, 7, 17),
            working_days_left=2,
        ),
        finding(
            "6.14",
            "stage-2-response-in-time",
            Status.PENDING,
            "Stage 2 response issued within twenty working days of the acknowledgement",
            "Due by 14 August 2025, 22 working days left.",
            due_on=date(2025, 8, 14),
            working_days_left=22,
        ),
        finding(
            "7.3",
            "remedy-completed",
            Status.BREACHED,
            "Remedy followed through to completion",
            "The ceiling was to be repaired by 4 July 2025 and is not.",
            outstanding=True,
            due_on=date(2025, 7, 4),
            working_days_late=7,
            inferred="The Code asks for completion without naming a day; the landlord's own day is used.",
        ),
    )


def _deadlines() -> tuple[Deadline, ...]:
    rows: tuple[tuple[Any, ...], ...] = (
        (
            "6.2",
            "stage-1-acknowledged-in-time",
            "code",
            None,
            (6, 2),
            (6, 9),
            None,
            (6, 9),
            "met",
            None,
            None,
        ),
        (
            "6.2",
            "stage-1-acknowledged-in-time",
            "policy",
            None,
            (6, 2),
            (6, 4),
            None,
            (6, 9),
            "breached",
            3,
            None,
        ),
        (
            "6.3",
            "stage-1-response-in-time",
            "code",
            None,
            (6, 4),
            (6, 18),
            None,
            (6, 20),
            "breached",
            2,
            None,
        ),
        ("7.3", "remedy-completed", "code", "ceiling", None, (7, 4), None, None, "breached", 7, None),
        (
            "6.11",
            "stage-2-acknowledged-in-time",
            "code",
            None,
            (7, 10),
            (7, 17),
            None,
            None,
            "pending",
            None,
            2,
        ),
        ("6.14", "stage-2-response-in-time", "code", None, (7, 17), (8, 14), None, None, "pending", None, 22),
    )
    titles = {item.rule: item.title for item in _findings()}
    return tuple(
        Deadline.model_validate(
            {
                "provision": provision,
                "rule": rule,
                "title": titles[rule],
                "layer": layer,
                "item": item,
                "clock_on": date(2025, *clock) if clock else None,
                "due_on": date(2025, *due),
                "original_due_on": date(2025, *original) if original else None,
                "done_on": date(2025, *done) if done else None,
                "status": status,
                "outstanding": status == "breached" and done is None,
                "working_days_late": late,
                "working_days_left": left,
            }
        )
        for provision, rule, layer, item, clock, due, original, done, status, late, left in rows
    )


def _actions() -> tuple[Action, ...]:
    rows: tuple[tuple[Any, ...], ...] = (
        (
            "answer-stage-2",
            "Send the stage 2 response",
            "stage 2 reviewer",
            date(2025, 8, 14),
            False,
            22,
            ("6.14",),
        ),
        ("record-learning", "Record what was learnt from this complaint", None, None, False, None, ("9.1",)),
        (
            "acknowledge-stage-2",
            "Acknowledge, define and log the escalation",
            "complaints officer",
            date(2025, 7, 17),
            False,
            2,
            ("6.11", "5.6"),
        ),
        (
            "complete-remedy",
            "Have the ceiling repaired",
            "repairs lead",
            date(2025, 7, 4),
            True,
            None,
            ("7.3",),
        ),
    )
    return tuple(
        Action.of(
            consequence=name,
            layer="code",
            text=text,
            who=who,
            by=by,
            overdue=overdue,
            working_days_left=left,
            because=because,
        )
        for name, text, who, by, overdue, left, because in rows
    )


def _count(layer: str | None) -> Summary:
    chosen = [item.status for item in _findings() if layer is None or item.layer == layer]
    return Summary.model_validate({status.value: chosen.count(status) for status in Status})


def _consequences() -> dict[str, Any]:
    return {
        "actions": _actions(),
        "letters": (
            Letter.of(
                consequence="acknowledge-stage-2",
                layer="code",
                kind="stage_2_acknowledgement",
                stage=2,
                why="The resident asked for stage 2 on 10 July 2025",
                by=date(2025, 7, 17),
                overdue=False,
                because=("6.11",),
            ),
        ),
        "notices": (
            Notice.of(
                consequence="tell-head-of-feedback",
                layer="policy",
                to="Head of Feedback",
                text="A stage 1 response went out late",
                because=("6.3",),
            ),
        ),
        "escalations": (
            Notice.of(
                consequence="senior-review",
                layer="policy",
                to="Senior Leadership Team member",
                text="Take the stage 2 case; not somebody who handled stage 1",
                because=("6.13",),
            ),
        ),
        "missing": (
            MissingFact.of(fact="remedies.impact", settles=("7.2",), question="How did the fault affect the resident?"),
            MissingFact.of(
                fact="definitions.outcomes_sought",
                settles=("5.6", "6.7", "6.18"),
                question="Which outcomes does the definition of 9 June 2025 name?",
            ),
        ),
    }


SECTIONS = {
    "1": "Definition of a complaint",
    "2": "Exclusions",
    "5": "Complaint handling process",
    "6": "Complaints stages",
    "7": "Putting things right",
}


def sample_evaluation(**changes: Any) -> Evaluation:
    """The evaluation; keyword arguments replace whole parts of it."""
    parts: dict[str, Any] = {
        "case": CaseReference.of(reference=REFERENCE, landlord="twenty11", digest="sha256:" + "1f" * 32),
        "as_of": AS_OF,
        "counting": "day-0",
        "ruleset": RulesetReference.of(
            id="housing-ombudsman-code",
            version="2024-04-01",
            digest="sha256:" + "a0" * 32,
            title="Complaint Handling Code",
            sections=SECTIONS,
            forced=False,
        ),
        "policy": PolicyReference.of(landlord="twenty11", version="2024-04-01", digest="sha256:" + "b1" * 32),
        "calendar": CalendarReference.of(
            name="England",
            digest="sha256:" + "c2" * 32,
            announced_until=date(2027, 12, 31),
            provisional=False,
        ),
        "engine": EngineReference.of(version="1.0.0", chainer="durable_rules 2.0.28"),
        "notes": ("two acknowledgements are on record; the first one counts",),
        "findings": _findings(),
        "deadlines": _deadlines(),
        "not_evaluated": tuple(
            NotEvaluated.of(provision=number, title=title, kinds=("organisation",), answered_by=answer)
            for number, title, answer in (
                ("4.1", "Complaints officer", "the landlord's self-assessment"),
                ("8.2", "Annual report published", "the governing body's papers"),
            )
        ),
        "summary": _count(None),
        "summary_by_layer": {"code": _count("code"), "policy": _count("policy")},
        **_consequences(),
    }
    return Evaluation.of(**{**parts, **changes})


def sample_case() -> Case:
    """The case the evaluation is about, with an event after its day and a corrected one."""
    return Case.model_validate(
        {
            "reference": REFERENCE,
            "landlord": "twenty11",
            "events": [
                {"type": "complaint_received", "date": "2025-06-02", "channel": "email"},
                {"type": "acknowledged", "stage": 1, "date": "2025-06-04"},
                {"type": "defined", "stage": 1, "date": "2025-06-09"},
                {"type": "logged", "stage": 1, "date": "2025-06-02"},
                {"type": "response_issued", "stage": 1, "date": "2025-06-19", "id": "letter"},
                {
                    "type": "response_issued",
                    "stage": 1,
                    "date": "2025-06-20",
                    "corrects": "letter",
                    "recorded_on": "2025-06-23",
                },
                {"type": "escalation_requested", "date": "2025-07-10"},
                {"type": "acknowledged", "stage": 2, "date": "2025-07-16"},
            ],
        }
    )
