"""Bodies for the door of cases: valid ones, and such as have been damaged; and what every answer to one must hold to.

A body begins as a valid case of any events. Then parts of it are replaced, left out, doubled or renamed, and now and
then the text itself is cut or changed, so that most bodies go deep before they are refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from code_engine.case.events import EVENT_TYPES
from code_engine.service.http.access import ANYBODY, Access
from code_engine.service.http.evaluating import evaluation_of, explanation_of
from code_engine.service.http.problem_details import ProblemError
from code_engine.service.http.running import Running
from event_sequences import CODE, any_case

Place: TypeAlias = tuple[Any, Any]
"""A list or mapping, and an index or key in it."""

_DAYS: Final = (
    "0001-01-01",
    "9999-12-31",
    "2025-02-30",
    "2025-06-02T25:00:00Z",
    "2025-06-02T23:30:00-11:00",
    "20250602",
)
_WORDS: Final = (
    "",
    " ",
    "\x00",
    "\ud800",
    "é" * 50,
    "code-only",
    "no_such",
    "red_kite",
    "*",
    "#/case",
    "a.b[0]",
    "\U0001d7d9",
)
_NUMBERS: Final = (0, -1, 3, 2**31, 2**63, 10**400, 0.5, -0.0, 1e308, float("nan"), float("inf"))
JUNK: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(_NUMBERS)
    | st.sampled_from([*_DAYS, *_WORDS])
    | st.sampled_from(sorted(EVENT_TYPES))
    | st.dates().map(str)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_DEEP: Final = '{"a":' * 60 + "1" + "}" * 60


def _places(value: Any) -> list[Place]:
    """Every place in data at which something stands."""
    found: list[Place] = []
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        found.append((value, key))
        found += _places(part)
    return found


def _replace(place: Place, junk: Any) -> None:
    place[0][place[1]] = junk


def _remove(place: Place, _junk: Any) -> None:
    del place[0][place[1]]


def _double(place: Place, _junk: Any) -> None:
    holder, key = place
    if isinstance(holder, list):
        holder.append(holder[key])
    else:
        holder[f"{key}_"] = holder[key]


def _rename(place: Place, junk: Any) -> None:
    holder, key = place
    if isinstance(holder, dict):
        holder[junk if isinstance(junk, str) else key[:-1]] = holder.pop(key)


_CHANGES: Final[tuple[Callable[[Place, Any], None], ...]] = (_replace, _replace, _replace, _remove, _double, _rename)


@st.composite
def any_question(draw: st.DrawFn) -> dict[str, Any]:
    """A question about a valid case, as data."""
    asked: dict[str, Any] = {"case": draw(any_case()), "as_of": "2029-03-01"}
    if draw(st.integers(0, 7)) == 0:
        asked["as_of"] = str(draw(st.dates()))
    for name, values in (
        ("landlord", [*["code-only", "twenty11", "red_kite"] * 4, "nobody"]),
        ("ruleset", [*[CODE] * 9, "housing-ombudsman-code@1999-01-01", "x"]),
        ("counting", [*["day-0", "inclusive"] * 6, "other"]),
        ("provision", [*["6.3", "6.4", "1.2", "5.8"] * 4, "9.99", ""]),
    ):
        if draw(st.integers(0, 3)) == 0 or (name == "ruleset" and draw(st.booleans())):
            asked[name] = draw(st.sampled_from(values))
    return asked


@st.composite
def any_body(draw: st.DrawFn) -> bytes:
    """The bytes of a request to the door of cases."""
    asked = draw(any_question())
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 1, 2, 4]))):
        places = _places(asked)
        if places:
            change = draw(st.sampled_from(_CHANGES))
            change(places[draw(st.integers(0, len(places) - 1))], draw(JUNK))
    text = json.dumps(asked, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    return _damaged(draw, text) if draw(st.integers(0, 9)) == 0 else text


def _damaged(draw: st.DrawFn, text: bytes) -> bytes:
    at = draw(st.integers(0, len(text)))
    return draw(
        st.sampled_from(
            [
                text[:at],
                text[:at] + draw(st.binary(max_size=3)) + text[at:],
                text[:at] + text[at + 1 :],
                b"\xef\xbb\xbf" + text,
                text[:1] + b'"case":{},' + text[1:],
                text[:1] + b'"deep":' + _DEEP.encode() + b"," + text[1:],
            ]
        )
    )


def answered_or_refused(running: Running, body: bytes) -> int:
    """Ask about a body, and look at the answer; gives its status. Raises AssertionError where it is not right."""
    door = explanation_of if b'"provision"' in body else evaluation_of
    try:
        answer = door(Access(running, ANYBODY), body)
    except ProblemError as problem:
        return _good_refusal(problem, body)
    assert json.loads(answer)["as_of"]
    assert door(Access(running, ANYBODY), body) == answer, "the same question has another answer"
    return 200


def _good_refusal(problem: ProblemError, body: bytes) -> int:
    """Its status; it says what is wrong and where, in words of its own, and every place it names is there."""
    assert problem.status in (400, 422), problem.kind
    assert problem.errors
    content = bytes(problem.response().body)
    for word in (b"Traceback", b".py", b"pydantic", b"ValidationError", b"Input should"):
        assert word not in content or word in body, word
    if problem.status == 422:
        data = json.loads(body.decode("utf-8-sig"))
        for error in problem.errors:
            assert error.detail
            assert _leads_somewhere(data, error.pointer), error
    return problem.status


def _leads_somewhere(data: Any, pointer: str | None) -> bool:
    """Whether a pointer leads to something in the body."""
    if pointer is None or not pointer.startswith("#"):
        return False
    for part in pointer.split("/")[1:]:
        step = part.replace("~1", "/").replace("~0", "~")
        if isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        elif isinstance(data, dict) and step in data:
            data = data[step]
        else:
            return False
    return True
