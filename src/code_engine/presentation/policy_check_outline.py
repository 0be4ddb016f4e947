"""What a policy check says and in which order: the same for text and for HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from code_engine.assessment.policy_answers import ClauseSaid, Grade, PartCheck, PolicyCheck, ProvisionCheck
from code_engine.evaluation.evaluation import Status
from code_engine.presentation.policy_words import grade_words
from code_engine.presentation.words import clean, counted, sentence


@dataclass(frozen=True, slots=True)
class Kind:
    """A grade as provisions are grouped by it: its heading, what it means, and the style of its pill."""

    grade: Grade
    status: Status
    heading: str
    count: tuple[str, str]
    meaning: str
    style: Status


KINDS = (
    Kind(
        Grade.CONFLICT,
        Status.BREACHED,
        "CONFLICT",
        ("conflict", "conflicts"),
        "following the policy breaches the Code",
        Status.BREACHED,
    ),
    Kind(
        Grade.WEAKER,
        Status.BREACHED,
        "WEAKER",
        ("weaker", "weaker"),
        "covered, but it falls short of the Code",
        Status.PENDING,
    ),
    Kind(
        Grade.SILENT,
        Status.BREACHED,
        "SILENT, MUST BE SAID",
        ("silent where it must be said", "silent where it must be said"),
        "the Code asks that the policy itself says it",
        Status.PENDING,
    ),
    Kind(
        Grade.JUDGEMENT,
        Status.UNDETERMINED,
        "NEEDS JUDGEMENT",
        ("needs judgement", "need judgement"),
        "a person has to answer",
        Status.UNDETERMINED,
    ),
    Kind(
        Grade.CONFORMS,
        Status.MET,
        "CONFORMS",
        ("conforms", "conform"),
        "the policy does what the Code asks",
        Status.MET,
    ),
    Kind(
        Grade.STRICTER,
        Status.MET,
        "STRICTER",
        ("stricter", "stricter"),
        "the policy asks more of itself than the Code does",
        Status.MET,
    ),
    Kind(
        Grade.SILENT,
        Status.UNDETERMINED,
        "SILENT",
        ("silent", "silent"),
        "not stated, which does not count against the policy",
        Status.NOT_APPLICABLE,
    ),
    Kind(
        Grade.SILENT,
        Status.NOT_APPLICABLE,
        "NOT FOR POLICIES",
        ("not for policies", "not for policies"),
        "no policy answers these provisions",
        Status.NOT_APPLICABLE,
    ),
)
"""From what is worst to what needs no attention."""

TO_ACT_ON = KINDS[:4]
"""The kinds that are shown in full."""


def kind_of(entry: ProvisionCheck | PartCheck) -> Kind:
    """The kind a provision, or a part of it, belongs to."""
    return next(kind for kind in KINDS if (kind.grade, kind.status) == (entry.grade, entry.status))


def entries_of(check: PolicyCheck, kind: Kind) -> tuple[ProvisionCheck, ...]:
    """The provisions of a kind, in their order."""
    return tuple(entry for entry in check.provisions if kind_of(entry) is kind)


def summary_line(check: PolicyCheck) -> str:
    """How many provisions are of each kind, the worst first, as a sentence."""
    counts = [(kind, len(entries_of(check, kind))) for kind in KINDS]
    bound = sum(count for kind, count in counts if kind.status is not Status.NOT_APPLICABLE)
    said = [f"{count} {kind.count[count != 1]}" for kind, count in counts[:-1] if count or kind is KINDS[0]]
    return f"{counted(len(check.provisions), 'provision')}, of which {bound} bind a policy: {', '.join(said)}."


def lesser_parts(entry: ProvisionCheck) -> Iterator[PartCheck]:
    """Parts that need attention too, although a worse one decides the provision."""
    deciding = kind_of(entry)
    for part in entry.parts:
        kind = kind_of(part)
        if kind is not deciding and kind in TO_ACT_ON:
            yield part


def lesser_words(part: PartCheck) -> str:
    """Such a part in a sentence or two."""
    change = f" To change: {sentence(part.change)}" if part.change else ""
    clauses = f" ({clauses_words(part.clauses)})" if part.clauses else ""
    return f"Also {grade_words(part)}: {sentence(part.reason)}{clauses}{change}"


def questions_of(entry: ProvisionCheck) -> tuple[str, ...]:
    """What a person has to answer before the provision can be graded, each question once with its key."""
    open_parts = (part for part in entry.parts if part.grade is Grade.JUDGEMENT)
    return tuple(dict.fromkeys(_question(part, question) for part in open_parts for question in part.questions))


def _question(part: PartCheck, question: str) -> str:
    key = f" (answers: {part.answer_key})" if part.answer_key is not None else ""
    return f"{clean(question)}{key}"


def clauses_words(clauses: tuple[str, ...]) -> str:
    """Clauses by number: `clause 4.2`, `clauses 4.2 and 7`; a place outside of clauses is a line."""
    numbers = [clean(clause) for clause in clauses]
    lines = [number for number in numbers if number.startswith("line ")]
    named = [number for number in numbers if number not in lines]
    words = [f"clause{'s' if len(named) > 1 else ''} {_listed(named)}"] if named else []
    return ", ".join([*words, *lines])


def _listed(words: list[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def clause_text(said: ClauseSaid) -> str | None:
    """A clause with what it says, where that is known."""
    if said.text is None or said.clause is None:
        return None
    return f"Clause {clean(said.clause)}: {sentence(said.text)}"


def departures_elsewhere(check: PolicyCheck) -> Iterator[ProvisionCheck]:
    """Provisions at which a departure is admitted although the check finds nothing to act on."""
    return (entry for entry in check.provisions if entry.departure is not None and kind_of(entry) not in TO_ACT_ON)
