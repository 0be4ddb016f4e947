"""What a letter will say: values from the case and those given, and everything that stands in its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from code_engine.errors import Problem, did_you_mean, quoted
from code_engine.evaluation.evaluation import Evaluation, Finding, Status
from code_engine.letters.addressee import unaddressed
from code_engine.letters.case_fields import supplied
from code_engine.letters.field_names import COMMON, FIELDS, asked
from code_engine.letters.file_notes import takes_over, unread_notes
from code_engine.letters.given import values_of
from code_engine.letters.letter_models import Item, LetterEntry
from code_engine.letters.mistakes import IncompleteLetterError, Lacking, LetterError, in_field
from code_engine.letters.situation import Situation, finding
from code_engine.letters.standing import out_of_place, untrue
from code_engine.letters.values import Gap, PointAnswer, Promise, Value

_UNSETTLED = (Status.UNDETERMINED, Status.BREACHED)
_ADDRESSED_BY: Final = "3.6"


@dataclass(frozen=True, slots=True)
class Contents:
    """The values of every field, None where not known and not needed; `gaps` are the fields shown as gaps."""

    values: Mapping[str, Any]
    gaps: tuple[str, ...]
    notes: tuple[str, ...]


def contents(case: Situation, given: Mapping[str, str], *, draft: bool, by_post: bool = False) -> Contents:
    """What the letter says. In a draft what is lacking or not certain becomes a gap.

    Raises IncompleteLetterError that names everything that is lacking, in one list, and every statement that would be
    taken for certain and is not.
    """
    entry = case.requirements.entry(case.kind)
    allowed = entry.fields() | COMMON
    known = supplied(case)
    set_by_hand = values_of(
        {name: text for name, text in given.items() if not takes_over(known, name, text)},
        allowed,
        case.kind,
        _points(known),
    )
    _refuse_contradictions(entry, known, set_by_hand)
    notes = unread_notes(case, known, given, allowed)
    values: dict[str, Any] = {name: None if name in notes else known.get(name) for name in allowed} | set_by_hand
    problems: list[Problem] = []
    gaps: dict[str, Gap] = {}
    for item in entry.items:
        for name, why in _lacking(item, values):
            if name not in gaps:
                gaps[name] = Gap(name, FIELDS[name].question)
                problems.append(_asked(item, case.stage, name, notes.pop(name, why)))
    for name in sorted(notes.keys() - set_by_hand.keys()):
        gaps[name] = Gap(name, FIELDS[name].question)
        problems.append(asked(name, f"{name} is lacking: {notes[name]}"))
    problems += unaddressed(case, values, gaps, by_post=by_post, draft=draft)
    lacking = [_to_ask(entry, case.stage, name) for name in gaps]
    problems += _impossible(case, entry, values, known, gaps)
    if problems and not draft:
        raise IncompleteLetterError(problems, lacking)
    values.update(gaps)
    return Contents(values, tuple(gaps), tuple(str(problem) for problem in problems))


def _points(known: Mapping[str, Value | None]) -> tuple[str, ...]:
    points = known.get("points")
    return tuple(map(str, points)) if isinstance(points, tuple) else ()


def _lacking(item: Item, values: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for name in (*item.fields, *item.if_any):
        value = values.get(name)
        if value is None:
            yield name, None
        elif name in item.if_any:
            continue
        elif _is_nothing(value) and not item.none:
            yield name, "the record says that there is none, and the letter has to say it"


def _to_ask(entry: LetterEntry, stage: int | None, name: str) -> Lacking:
    """A gap as a question; who is written to and where is asked because of 3.6, the rest by the item that needs it."""
    asking = [item.at(stage) for item in entry.items if name in (*item.fields, *item.if_any)]
    return Lacking(name, FIELDS[name].question, FIELDS[name].kind.value, asking[0] if asking else _ADDRESSED_BY)


def _is_nothing(value: Value) -> bool:
    return value == "" or value == ()


def _asked(item: Item, stage: int | None, name: str, why: str | None) -> Problem:
    what = f"{name} is lacking ({item.at(stage)}, {item.says[0].lower()}{item.says[1:]})"
    return asked(name, f"{what}: {why}" if why else what)


def _refuse_contradictions(entry: LetterEntry, known: Mapping[str, Value | None], given: Mapping[str, Value]) -> None:
    """A fact of the case is not to be changed in a letter only.

    What an earlier letter left out can be given: the record then says that there is nothing, and the Code asks for it.
    """
    wanted = {name for item in entry.items if not item.none for name in item.fields}
    problems = [
        Problem(
            f"{name} is {_shown(known[name])} in the case, not {_shown(value)}",
            in_field(name),
            "correct the case, or leave the field out",
        )
        for name, value in given.items()
        if FIELDS[name].record
        and known.get(name) is not None
        and known[name] != value
        and not (name in wanted and _is_nothing(known[name] or ""))
    ]
    if problems:
        raise LetterError(*problems)


def _shown(value: object) -> str:
    """A value as `--set` would give it."""
    if isinstance(value, tuple):
        return quoted("; ".join(_words(each).replace(";", "\\;") for each in value) or "none")
    return quoted(_words(value) or "none")


def _words(value: object) -> str:
    if isinstance(value, Promise):
        return f"{value.what} by {value.on}"
    if isinstance(value, PointAnswer):
        return f"{value.point}: {value.answer}"
    return str(value)


def _impossible(
    case: Situation,
    entry: LetterEntry,
    values: Mapping[str, Any],
    known: Mapping[str, Value | None],
    gaps: dict[str, Gap],
) -> Iterator[Problem]:
    """Statements that would not be true or are not certain; their fields become gaps."""
    yield from out_of_place(case, entry, values, gaps)
    evaluation = _evaluated(
        case, {name: known.get(name) if values.get(name) is None else values[name] for name in known}
    )
    for item in entry.items:
        for rule in item.rules(case.stage):
            found = finding(evaluation, rule)
            if found is not None and found.status in _UNSETTLED:
                for name in item.fields:
                    gaps.setdefault(name, Gap.of(name, FIELDS[name].question, values.get(name)))
                yield _not_certain(item, case.stage, found, evaluation)
        for rule in item.not_while_breached:
            found = finding(evaluation, rule)
            if found is not None and found.status is Status.BREACHED:
                yield _not_certain(item, case.stage, found, evaluation)
    yield from _unanswered_points(values, gaps)
    yield from untrue(case, entry, values, gaps)


def _evaluated(case: Situation, values: Mapping[str, Any]) -> Evaluation:
    """The findings that a statement relies on; an extension is tried out before it is announced.

    Its reasons count although nobody may have taken them over from the file yet.
    """
    new_due_on, reasons = values.get("new_due_on"), values.get("extension_reasons")
    if case.kind != "extension" or not isinstance(new_due_on, date):
        return case.sent
    good_reason = values.get("good_reason_over_cap")
    return case.with_extension(
        new_due_on, str(reasons) if reasons else "not given yet", str(good_reason) if good_reason else ""
    )


def _not_certain(item: Item, stage: int | None, found: Finding, evaluation: Evaluation) -> Problem:
    what = f"{item.says[0].lower()}{item.says[1:]}"
    word = "it is not certain" if found.status is Status.UNDETERMINED else "the Code does not allow it"
    questions = [missing.question for missing in evaluation.missing if missing.fact in found.missing]
    hint = " ".join(questions) or "correct or complete the case; --draft makes a draft that may not be sent"
    return Problem(f"{item.id} cannot be stated ({item.at(stage)}, {what}): {word}. {found.reason}", None, hint)


def _unanswered_points(values: Mapping[str, Any], gaps: dict[str, Gap]) -> Iterator[Problem]:
    """Every point of the definition needs an answer of its own (6.7, 6.18)."""
    answers, points = values.get("answers"), values.get("points")
    if not isinstance(answers, tuple) or not isinstance(points, tuple):
        return
    answered = {str(answer.point).casefold() for answer in answers if isinstance(answer, PointAnswer)}
    yield from _answers_to_nothing(answers, points, values.get("later_issues"))
    left = [str(point) for point in points if str(point).casefold() not in answered]
    if left:
        gaps["answers"] = Gap("answers", f"still to be answered: {', '.join(left)}")
        names = ", ".join(map(quoted, left))
        yield Problem(
            f"answers says nothing about {names}, a point of the definition"
            if len(left) == 1
            else f"answers says nothing about {names}, points of the definition",
            None,
            "write each as `point: answer`",
        )


def _answers_to_nothing(answers: tuple[Any, ...], points: tuple[Any, ...], later: object) -> Iterator[Problem]:
    """Answers to points that neither the definition nor an issue raised later has."""
    known = [str(point) for point in (*points, *(later if isinstance(later, tuple) else ()))]
    folded = {point.casefold() for point in known}
    for answer in answers:
        name = str(answer.point)
        if points and name.casefold() not in folded:
            hint = did_you_mean(name, known) or f"points: {', '.join(map(quoted, points))}"
            yield Problem(f"answers speaks of {quoted(name)}, which is no point of the definition", None, hint)
