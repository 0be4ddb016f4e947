"""What the service writes is what the engine writes, byte for byte."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_engine import load_case, parse_case
from code_engine.evaluation.evaluation import Evaluation
from code_engine.service.http.answer_bytes import bytes_of
from event_sequences import CODE, ROOT, any_case, shared_engine
from service_running import AS_OF, SMALL, served

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner)
    ),
    max_leaves=12,
)


@cache
def small_evaluation() -> Evaluation:
    """The shortest evaluation there is, to put anything into."""
    return shared_engine().evaluate(parse_case(SMALL), as_of=date.fromisoformat(AS_OF))


def holding(facts: dict[str, Any]) -> Evaluation:
    """An evaluation whose first finding read these facts."""
    whole = small_evaluation()
    first = whole.findings[0].model_copy(update={"facts": facts})
    return whole.model_copy(update={"findings": (first,)})


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_written_as_the_engine_writes_it(example: Path) -> None:
    evaluation = shared_engine().evaluate(load_case(example), as_of=date(2026, 3, 2))
    assert bytes_of(evaluation) == evaluation.to_bytes()


@settings(max_examples=60, deadline=None)
@given(any_case())
def test_any_case_is_written_as_the_engine_writes_it(data: dict[str, Any]) -> None:
    evaluation = shared_engine().evaluate(parse_case(data), as_of=date(2029, 1, 2), ruleset=CODE)
    assert bytes_of(evaluation) == evaluation.to_bytes()


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_any_value_of_a_fact_is_written_as_the_engine_writes_it(facts: dict[str, Any]) -> None:
    evaluation = holding(facts)
    assert bytes_of(evaluation) == evaluation.to_bytes()


def test_a_number_of_more_than_64_bits_is_written_whole() -> None:
    written = bytes_of(holding({"number": 2**64}))
    assert b'"number": 18446744073709551616' in written
    assert json.loads(written)["findings"][0]["facts"] == {"number": 2**64}


def test_over_http_the_answer_is_the_same_bytes() -> None:
    with served() as client:
        answer = client.post("/v1/evaluate", json={"case": SMALL, "as_of": AS_OF})
    assert answer.content == small_evaluation().to_bytes()
