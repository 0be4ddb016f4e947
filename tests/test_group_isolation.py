"""A hostile subsidiary cannot reach its sibling or its group: both are evaluated to the same bytes without it.

The group is Oak, its honest subsidiary Elm, its hostile one Ash. What Ash tries is written into its own folder or
into its plugin's code, and every answer about Oak and Elm is compared with that of an installation without Ash.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from code_engine.assessment.sheet import sheet_of
from code_engine.assessment.standards import standards_of
from code_engine.assessment.standards_file import CHARACTERISTICS
from code_engine.case.load import parse_case
from code_engine.case.model import Case
from code_engine.case.vocabulary import VOCABULARY
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError, LandlordError
from code_engine.landlord.landlords import Landlords
from code_engine.presentation.standards_text import render_standards_text
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets
from invented_landlords import REGISTERING, Shelf, landlord, shelf_in

AS_OF = date(2025, 7, 31)
CODE = shipped_rulesets() / "housing-ombudsman-code" / "2024-04-01"

POLICY = """
policy:
  title: Policy
  version: "2024-04-01"
  in_force: {from: 2024-04-01}
  source: Invented
settings:
  stage_1.acknowledge: {value: 3, unit: working_days, meaning: Time to acknowledge}
rules:
  "6.2":
    - id: promise-acknowledged
      title: Acknowledged within three working days
      applies: complaint.received
      deadline:
        clock: complaint.received_on
        within: policy.stage_1.acknowledge
        done: stage_1.acknowledged_on
      reasons: {met: "Done on {done}.", breached: "We promised it by {due}."}
"""
CONSEQUENCES = """
consequences:
  - id: tell-lead
    when: {all: [{rule: promise-acknowledged, status: [breached]}, {fact: oak.visited, is: true}]}
    then: {notice: {to: Head of Complaints, text: A promise was missed.}}
    because: ["6.2"]
    layer: policy
"""
FACTS = """
facts:
  oak.visited: {meaning: Whether somebody went there, question: Did anybody go there?}
"""
STANDARDS = "standards: {title: S, body: B, introduction: I, source: Invented}\ncharacteristics:\n" + "".join(
    f"  {name}: {{meaning: M, statements: [{{id: a, text: '{{landlord}} is good'}}, {{id: b, text: Two}}]}}\n"
    for name in CHARACTERISTICS
)
SHEET = 'assessment: {{year: "2024-25", source: Invented}}\nrows: {{"6.2": {{comply: true, evidence: {}}}}}\n'

GROUP = {
    "oak": landlord(
        "oak",
        **{
            "policies/2024-04-01.yaml": POLICY,
            "consequences.yaml": CONSEQUENCES,
            "facts.yaml": FACTS,
            "standards.yaml": STANDARDS,
            "assessment/2024-25.yaml": SHEET.format("Of Oak"),
        },
    ),
    "elm": landlord("elm", "oak", **{"assessment/2024-25.yaml": SHEET.format("Of Elm")}),
}
"""The honest landlords: a group with a promise, a consequence, a fact, standards and a sheet, and its subsidiary."""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """An empty shelf on the import path."""
    yield from shelf_in(tmp_path, monkeypatch)


def cases(landlord_id: str) -> Iterator[Case]:
    """A late complaint and one in time, with an answer to the group's question."""
    for acknowledged in ("2025-06-04", "2025-06-20"):
        yield parse_case(
            {
                "reference": f"A-{acknowledged}",
                "landlord": landlord_id,
                "events": [
                    {"type": "complaint_received", "date": "2025-06-02"},
                    {"type": "acknowledged", "stage": 1, "date": acknowledged},
                    {"type": "response_issued", "stage": 1, "date": "2025-06-25"},
                ],
                "answers": {"oak.visited": {"value": True}},
            }
        )


def answers(engine: Engine, *, disturbed_by: str | None = None) -> dict[str, str]:
    """Everything that is said about Oak and Elm; the cases of another landlord may be evaluated in between."""
    said: dict[str, str] = {}
    for name in ("oak", "elm"):
        landlord_found = engine.landlords.get(name)
        for case in cases(name):
            if disturbed_by is not None:
                evaluated_anyhow(engine, case, disturbed_by)
            said[f"{name} {case.reference}"] = engine.evaluate(case, as_of=AS_OF).to_json()
            said[f"{name} {case.reference} why"] = repr(engine.explain(case, "6.2", as_of=AS_OF))
        said[f"{name} standards"] = render_standards_text(standards_of(landlord_found), colour=False)
        said[f"{name} sheet"] = repr(sheet_of(landlord_found).rows)
        said[f"{name} rulesets"] = repr(engine.catalogue_of(landlord_found).identities())
        said[f"{name} profile"] = landlord_found.profile.model_dump_json()
    return said


def evaluated_anyhow(engine: Engine, case: Case, landlord_id: str) -> None:
    """Evaluate for a hostile landlord, which may well fail."""
    try:
        engine.evaluate(case, as_of=AS_OF, landlord=landlord_id)
    except CodeEngineError:
        return


@cache
def shipped() -> Catalogue:
    """The shipped Code: one object for all engines, so that whatever a landlord did to it would show."""
    return Catalogue.load([shipped_rulesets()])


def engine_of(landlords: Landlords) -> Engine:
    """An engine with the shipped Code."""
    return Engine(shipped(), landlords)


def test_the_honest_landlords_use_everything_that_is_attacked(shelf: Shelf) -> None:
    shelf.put("wood", GROUP)
    engine = engine_of(shelf.load(strict=True))
    for name in ("oak", "elm"):
        (_, late) = cases(name)
        evaluation = engine.evaluate(late, as_of=AS_OF)
        assert evaluation.finding("promise-acknowledged", "policy").status == "breached"
        assert "A promise was missed." in evaluation.to_json()
    assert "Elm is good" in answers(engine)["elm standards"]


def hostile(**files: str) -> dict[str, dict[str, str]]:
    """Ash, below Oak, with those files."""
    return {"ash": landlord("ash", "oak", **files)}


OVERRIDE = POLICY.replace("value: 3", "value: 90").replace("Acknowledged within", "Forgotten within")
ATTACKS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "a promise of the group taken over and loosened": hostile(**{"policies/2024-04-01.yaml": OVERRIDE}),
    "a rule with the id of one of the Code": hostile(
        **{"policies/2024-04-01.yaml": POLICY.replace("promise-acknowledged", "stage-1-acknowledged-in-time")}
    ),
    "closure days without end": hostile(
        **{"policies/2024-04-01.yaml": POLICY + "closure_days: [2025-06-03, 2025-06-04, 2025-06-05]\n"}
    ),
    "a policy that no version of the Code would understand": hostile(
        **{"policies/2024-04-01.yaml": POLICY.replace("complaint.received_on", "complaint.nonsense")}
    ),
    "the consequence of the group replaced": hostile(
        **{"consequences.yaml": CONSEQUENCES.replace("A promise was missed.", "All is well.")}
    ),
    "a consequence for every breach of anybody": hostile(
        **{
            "consequences.yaml": """
                consequences:
                  - id: gloat
                    when: {any: [{rule: stage-1-acknowledged-in-time, status: [breached, met]}]}
                    then: {notice: {to: The newspaper, text: Look at this.}}
                    because: ["6.2"]
                """
        }
    ),
    "a fact in the name of the sibling": hostile(**{"facts.yaml": FACTS.replace("oak.", "elm.")}),
    "a fact in the name of the group": hostile(**{"facts.yaml": FACTS.replace("Did anybody go", "Did nobody go")}),
    "a fact in the name of the Code": hostile(**{"facts.yaml": FACTS.replace("oak.visited", "complaint.received")}),
    "standards that empty the group's": hostile(
        **{
            "standards.yaml": "standards: {source: S}\ncharacteristics:\n"
            + "".join(f"  {name}: {{drop: [a, b], statements: [{{id: c, text: No}}]}}\n" for name in CHARACTERISTICS)
        }
    ),
    "a self-assessment in the sibling's words": hostile(**{"assessment/2024-25.yaml": SHEET.format("Of nobody")}),
    "files written upwards and sideways": hostile(**{"../elm2/facts.yaml": FACTS, "../facts.yaml": FACTS}),
    "a policy file that cannot be read": hostile(**{"policies/2024-04-01.yaml": "policy: [\n"}),
    "the sibling as its parent": {"ash": landlord("ash", "elm", **{"policies/2024-04-01.yaml": OVERRIDE})},
    "itself as its parent": {"ash": landlord("ash", "ash")},
    "a circle of parents": {"ash": landlord("ash", "fir"), "fir": landlord("fir", "ash")},
    "the built-in landlord's id": {"ash": landlord("code-only")},
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_the_folder_of_a_landlord_reaches_its_group_or_its_sibling(attack: str, shelf: Shelf) -> None:
    shelf.put("wood", GROUP)
    before = answers(engine_of(shelf.load()))
    shelf.put("ash", ATTACKS[attack])
    landlords = shelf.load()
    assert answers(engine_of(landlords)) == before
    assert answers(engine_of(landlords), disturbed_by="ash") == before


def ruleset_of_its_own(folder: Path, change: Mapping[str, str]) -> None:
    """Put a changed copy of the Code into a landlord's folder."""
    copy = folder / "rulesets" / CODE.parent.name / CODE.name
    shutil.copytree(CODE, copy, ignore=shutil.ignore_patterns("scenarios"))
    changed = 0
    for name in ("parameters.yaml", "ruleset.yaml"):
        text = (copy / name).read_text(encoding="utf-8")
        for old, new in change.items():
            changed += text.count(old)
            text = text.replace(old, new)
        (copy / name).write_text(text, encoding="utf-8")
    assert changed >= len(change)


@pytest.mark.parametrize(
    "change",
    [
        {"value: 5": "value: 500"},
        {"value: 5": "value: 500", 'version: "2024-04-01"': 'version: "2024-04-02"'},
        {"value: 5": "value: 500", "id: housing-ombudsman-code": "id: ash-code"},
    ],
    ids=["the Code itself", "another version", "another Code"],
)
def test_a_code_of_its_own_holds_for_nobody_else(change: dict[str, str], shelf: Shelf) -> None:
    wood = shelf.put("wood", GROUP)
    ruleset_of_its_own(wood / "elm", {"id: housing-ombudsman-code": "id: elm-code"})
    before = answers(engine_of(shelf.load()))
    assert "elm-code@2024-04-01" in before["elm rulesets"]
    ruleset_of_its_own(shelf.put("ash", hostile()) / "ash", change)
    landlords = shelf.load()
    assert landlords.get("ash").rulesets
    assert answers(engine_of(landlords), disturbed_by="ash") == before


def test_links_out_of_its_folder_change_nothing_where_they_lead(shelf: Shelf) -> None:
    wood = shelf.put("wood", GROUP)
    before = answers(engine_of(shelf.load()))
    ash = shelf.put("ash", hostile()) / "ash"
    for name in ("policies", "consequences.yaml", "standards.yaml"):
        (ash / name).symlink_to(wood / "oak" / name)
    (ash / "facts.yaml").symlink_to(wood / "oak" / "facts.yaml")
    (ash / "assessment").symlink_to(wood / "elm" / "assessment")
    landlords = shelf.load()
    assert answers(engine_of(landlords), disturbed_by="ash") == before
    assert "does not belong to `ash`" in str(landlords.get("ash").problems())


# Ids


@pytest.mark.parametrize("identity", ["elm", "oak"])
def test_nobody_is_evaluated_under_a_policy_whose_owner_cannot_be_told(identity: str, shelf: Shelf) -> None:
    shelf.put("wood", GROUP)
    shelf.put("ash", {"nest": landlord(identity, **{"policies/2024-04-01.yaml": OVERRIDE})})
    landlords = shelf.load()
    with pytest.raises(LandlordError) as raised:
        landlords.get(identity)
    assert f"the id `{identity}` is claimed by `ash` and `wood`" in str(raised.value)


def test_claiming_the_siblings_id_leaves_the_group_as_it_was(shelf: Shelf) -> None:
    shelf.put("wood", GROUP)
    before = answers(engine_of(shelf.load()))
    shelf.put("ash", {"nest": landlord("elm", "oak", **{"policies/2024-04-01.yaml": OVERRIDE})})
    engine = engine_of(shelf.load())
    for case in cases("oak"):
        assert engine.evaluate(case, as_of=AS_OF).to_json() == before[f"oak {case.reference}"]


def test_registering_the_siblings_own_folder_is_a_claim_to_its_id(shelf: Shelf) -> None:
    wood = shelf.put("wood", GROUP)
    taking = f"""
        from pathlib import Path
        from code_engine.landlord.hooks import hookimpl

        @hookimpl
        def register_landlords():
            return [Path({str(wood / "elm")!r})]
        """
    shelf.put("ash", code=taking)
    assert "claimed by `ash` and `wood`" in " ".join(skipped.reason for skipped in shelf.load().skipped)


# Code


HARM = {
    "a fact of the Code": "from code_engine.case.vocabulary import VOCABULARY\nVOCABULARY.facts['x'] = None",
    "a term of everybody": "from code_engine.landlord.profile import Terms\nTerms().resident = 'nuisance'",
    "the default of a profile": "from code_engine.landlord.profile import Profile\n"
    "Profile.model_fields['terms'].default.resident = 'nuisance'",
    "an own hook": "from code_engine.landlord import hooks\nhooks.hookimpl(lambda: [])()[0]",
    "the end of the program": "import sys\nsys.exit(1)",
    "an endless complaint": "raise RecursionError('again')",
}


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("where", ["module", "hook"])
def test_a_plugin_that_tries_to_change_what_all_share_only_loses_its_own_place(
    harm: str, where: str, shelf: Shelf
) -> None:
    shelf.put("wood", GROUP)
    before = answers(engine_of(shelf.load()))
    body = dedent(HARM[harm])
    code = REGISTERING.replace("    return sorted", indent(body, "    ") + "\n    return sorted")
    shelf.put("ash", hostile(), code if where == "hook" else body + "\n" + REGISTERING)
    landlords = shelf.load()
    assert "ash" not in landlords.ids()
    assert answers(engine_of(landlords)) == before


def test_what_landlords_share_cannot_be_changed_in_place(shelf: Shelf) -> None:
    shelf.put("wood", GROUP)
    engine = engine_of(shelf.load())
    oak = engine.landlords.get("oak")
    policy = oak.policy_on(AS_OF)
    assert policy is not None
    (ruleset,) = engine.catalogue
    shared: tuple[Any, ...] = (
        engine.landlords.by_id,
        VOCABULARY.facts,
        oak.facts,
        policy.settings,
        policy.parameters(),
        ruleset.parameters,
        ruleset.provisions,
        ruleset.definitions,
    )
    for mapping in shared:
        with pytest.raises(TypeError):
            mapping["elm"] = None
    frozen: tuple[tuple[Any, str], ...] = (
        (oak, "profile"),
        (oak.profile, "name"),
        (oak.profile.terms, "resident"),
        (policy, "settings"),
        (policy.settings["stage_1.acknowledge"], "value"),
        (policy.layers[0].content, "settings"),
        (policy.rules[0], "entry"),
        (ruleset.parameters["stage_1.respond"], "value"),
    )
    for owner, name in frozen:
        with pytest.raises((FrozenInstanceError, ValidationError, AttributeError)):
            setattr(owner, name, None)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(["oak", "elm", "ash"]),
    value=st.integers(0, 200),
    days=st.lists(st.dates(date(2025, 6, 1), date(2025, 7, 31)), unique=True, max_size=20),
)
def test_whatever_number_and_closures_a_landlord_has_its_sibling_is_answered_the_same_in_any_order(
    order: list[str], value: int, days: list[date], tmp_path_factory: pytest.TempPathFactory
) -> None:
    closures = ", ".join(day.isoformat() for day in sorted(days))
    own = POLICY.replace("value: 3", f"value: {value}") + f"closure_days: [{closures}]\n"
    with pytest.MonkeyPatch.context() as patch:
        shelves = shelf_in(tmp_path_factory.mktemp("random"), patch)
        shelf = next(shelves)
        shelf.put("wood", GROUP)
        before = answers(engine_of(shelf.load()))
        shelf.put("ash", hostile(**{"policies/2024-04-01.yaml": own}))
        engine = engine_of(shelf.load(strict=True))
        for name in order:
            for case in cases(name):
                evaluated_anyhow(engine, case, name)
        assert answers(engine, disturbed_by="ash") == before
        list(shelves)
