"""Making and verifying letters for a request: what stands in the way becomes a problem with a place in the body.

The extra `letters` may not be installed, so nothing that needs it is imported before a letter is asked for.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from code_engine.errors import CodeEngineError, Problem
from code_engine.letters.mistakes import KIND, SET, IncompleteLetterError, LetterError, LettersNotInstalledError, needed
from code_engine.service.http.access import Access
from code_engine.service.http.letters_asked import LetterOrder, VerifyLetterRequest
from code_engine.service.http.pointed import escaped
from code_engine.service.http.problem_details import FieldError, LackingField, ProblemError, invalid, invalid_field
from code_engine.service.http.questions import Question, asked_in, case_in
from code_engine.service.http.request_body import json_of

if TYPE_CHECKING:
    from code_engine.letters.letter import Letter
    from code_engine.letters.situation import Options
    from code_engine.letters.urgency import Order
    from code_engine.letters.verdict_answer import VerdictAnswer

RECEIPT_HEADER = "Letter-Receipt"
KIND_HEADER = "Letter-Kind"
STAGE_HEADER = "Letter-Stage"

_OPTION = re.compile(r"--([a-z]+)( [a-z_]+=)?")


def made(access: Access, question: Question, asked: LetterOrder) -> tuple[Letter, bytes]:
    """The letter asked for, and its file. Raises ProblemError."""
    with _in_the_body():
        needed("jinja2", "making letters")
        question.require_ruleset(access.running.engine)
        writer = access.running.letter_writer()
        letter = question.answered(lambda: writer.write(question.case, options_of(question), order_of(asked)))
        return letter, access.running.letter_files.bytes_of(letter, asked.format)


def options_of(question: Question) -> Options:
    """How the case of a question is evaluated for its letter."""
    from code_engine.letters.situation import Options

    return Options(question.as_of, question.counting, question.ruleset, question.landlord)


def order_of(asked: LetterOrder) -> Order:
    """The letter that a body asks for."""
    from code_engine.letters.urgency import Order

    posted = asked.format in ("pdf", "docx")
    return Order(asked.kind, asked.stage, asked.values, asked.draft, asked.variant, by_post=posted)


def answer_with(letter: Letter, content: bytes, form: str, **further: str) -> Response:
    """A letter as the answer to a request: a file to be kept, with its receipt in a header."""
    from code_engine.letters.letter import MEDIA_TYPES

    headers = {
        "Content-Disposition": _disposition(letter.file_name(form)),
        RECEIPT_HEADER: letter.receipt.content,
        KIND_HEADER: letter.kind,
        **({STAGE_HEADER: str(letter.stage)} if letter.stage is not None else {}),
        **further,
    }
    return Response(content, headers=headers, media_type=MEDIA_TYPES[form])


def verdict_from_json(access: Access, body: bytes) -> VerdictAnswer:
    """What is to be said of the letter in a JSON body, and the case it was made from. Raises ProblemError."""
    document, asked = asked_in(json_of(body), VerifyLetterRequest)
    try:
        content = base64.b64decode(asked.letter, validate=True)
    except (binascii.Error, ValueError):
        raise invalid_field("this is no base64", "#/letter", "encode the file, without line breaks") from None
    case = None
    if asked.case is not None:
        case = case_in(document.part(("case",)), access.running.limits)
        access.reach.require(case.landlord, "#/case/landlord")
    return verdict_on(access, content, "#/letter", case=case, kind=asked.kind, stage=asked.stage)


def verdict_on(access: Access, content: bytes, pointer: str, **further: Any) -> VerdictAnswer:
    """What is to be said of a letter; `pointer` is where it stands in the body. Raises ProblemError."""
    with _in_the_body(pointer):
        needed("jinja2", "verifying letters")
        from code_engine.letters.inspect import inspect
        from code_engine.letters.verdict_answer import VerdictAnswer
        from code_engine.letters.verify import verify

        found = inspect(content)
        if found.receipt is not None:
            # A receipt can be written by anybody: it must not tell which landlords there are.
            access.reach.require(found.receipt.landlord, pointer)
        try:
            writer, file_of = access.running.letter_writer(), access.running.letter_files.bytes_of
            return VerdictAnswer.of(verify(writer, found, file_of=file_of, **further))
        except LetterError:
            raise
        except CodeEngineError as error:
            raise invalid(error, pointer) from None


def not_installed(error: LettersNotInstalledError) -> ProblemError:
    """The problem of a service without what makes letters: what to install."""
    (problem,) = error.problems
    detail = f"{problem.message[:1].upper()}{problem.message[1:]}; {problem.hint}."
    return ProblemError("letters-not-installed", detail)


@contextmanager
def _in_the_body(pointer: str = "#/case") -> Iterator[None]:
    """Mistakes of letters as problems; `pointer` is the place of those that have no other."""
    try:
        yield
    except LettersNotInstalledError as error:
        raise not_installed(error) from None
    except IncompleteLetterError as error:
        lacking = [
            LackingField(field=each.field, question=each.question, provision=each.provision, takes=each.takes)
            for each in error.lacking
        ]
        further = [problem for problem in error.problems if not _is_answered_by_lacking(problem, error)]
        errors = [_field_error(problem, pointer) for problem in further]
        raise ProblemError("letter-incomplete", errors=errors, lacking=lacking) from None
    except LetterError as error:
        raise ProblemError("invalid-input", errors=[_field_error(each, pointer) for each in error.problems]) from None


def _is_answered_by_lacking(problem: Problem, error: IncompleteLetterError) -> bool:
    return any(problem.message.startswith(f"{each.field} is lacking") for each in error.lacking)


def _field_error(problem: Problem, pointer: str) -> FieldError:
    """A mistake with its place in the body; what it says of options is said of the keys of the same names."""
    option, _, name = (problem.location.file if problem.location is not None else "").partition(" ")
    key = option.removeprefix("--") if option in (SET, KIND.file) else None
    at = pointer if key is None else f"#/{key}" + (f"/{escaped(name)}" if name else "")
    hint = _OPTION.sub(r"`\1`", problem.hint) if problem.hint is not None else None
    return FieldError(detail=_OPTION.sub(r"`\1`", problem.message), pointer=at, hint=hint)


def _disposition(name: str) -> str:
    """To be kept under a name (RFC 6266); one that is not all ASCII is given in both spellings."""
    plain = "".join(each if each.isascii() else "-" for each in name)
    extended = f"; filename*=UTF-8''{quote(name, safe='')}" if plain != name else ""
    return f'attachment; filename="{plain}"{extended}'
