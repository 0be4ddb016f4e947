"""Two looks at one case compared: what is told of the second, and that a third tells nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from case_building import any_case
from code_engine.case.load import parse_case
from code_engine.errors import CodeEngineError
from code_engine.service.cases.changes import Change
from code_engine.service.cases.comparing import compare
from code_engine.service.cases.standing import standing_from, standing_of
from recorded import engine


@settings(deadline=None)
@given(sent=any_case(), first=st.dates(date(2025, 6, 1), date(2025, 8, 31)), second=st.integers(0, 40))
def test_a_second_look_tells_what_is_different_and_a_third_nothing(
    sent: dict[str, Any], first: date, second: int
) -> None:
    case = parse_case(sent)
    try:
        early = standing_of(engine().evaluate(case, as_of=first))
        late = standing_of(engine().evaluate(case, as_of=date.fromordinal(first.toordinal() + second)))
    except CodeEngineError:
        return
    kept, told = compare(None, early)
    assert standing_from(json.loads(json.dumps(kept.as_data()))) == kept
    again, nothing = compare(kept, early)
    assert nothing == ()
    assert again == kept
    after, changes = compare(kept, late)
    assert after.told == len(told) + len(changes)
    assert compare(after, late)[1] == ()
    assert len({(change.change, change.about) for change in changes}) == len(changes)
    opened = {change.about for change in changes if change.change == "letter_due"}
    assert opened == set(late.letters) - set(early.letters)


def test_a_change_is_plain_data_without_what_does_not_concern_it() -> None:
    change = Change(
        change="deadline_set", about="d", layer="code", title="T", provisions=("6.3",), due_on=date(2025, 6, 18)
    )
    assert change.as_data() == {
        "change": "deadline_set",
        "about": "d",
        "layer": "code",
        "title": "T",
        "provisions": ["6.3"],
        "due_on": "2025-06-18",
    }
