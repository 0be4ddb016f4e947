"""Which policy and which convention an engine evaluates by, and what it says where there is none."""

from __future__ import annotations

from datetime import date

import pytest

from case_building import a_case, event
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError
from code_engine.landlord.plugins import load_entry_points
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets


def test_a_landlord_without_a_policy_yet_is_evaluated_by_the_code_and_the_answer_says_so() -> None:
    engine = Engine.from_plugins(strict=True)
    case = a_case(event("complaint_received", "2023-06-02"), landlord="red_kite")
    found = engine.evaluate(case, as_of=date(2023, 7, 1), ruleset="housing-ombudsman-code@2024-04-01")
    assert found.policy is None
    assert {finding.layer for finding in found.findings} == {"code"}
    assert any(note.startswith("No policy of red_kite is known for 2 June 2023") for note in found.notes)


def test_an_engine_without_plugins_knows_the_code_alone() -> None:
    engine = Engine(Catalogue.load([shipped_rulesets()]), load_entry_points([], strict=True))
    assert engine.landlords.ids() == ("code-only",)


def test_an_unknown_way_of_counting_is_refused() -> None:
    engine = Engine(Catalogue.load([shipped_rulesets()]), load_entry_points([], strict=True))
    case = a_case(event("complaint_received", "2025-06-02"))
    with pytest.raises(
        CodeEngineError, match=r"unknown counting convention `day-1`(.|\n)*use one of: day-0, inclusive"
    ):
        engine.evaluate(case, as_of=date(2025, 6, 3), counting="day-1")
