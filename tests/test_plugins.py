"""Loading plugins: real distributions in a temporary folder, found as installed ones are."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from textwrap import indent

import pytest

from code_engine.errors import LandlordError
from code_engine.landlord.landlords import Landlords
from code_engine.landlord.plugins import load_entry_points, load_plugins
from invented_landlords import Shelf, landlord, shelf_in


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """An empty shelf on the import path; its modules are forgotten afterwards."""
    yield from shelf_in(tmp_path, monkeypatch)


def only_reason(landlords: Landlords) -> str:
    """The reason of the one thing that was skipped."""
    (skipped,) = landlords.skipped
    return skipped.reason


def test_the_built_in_landlord_is_there_without_any_plugin(shelf: Shelf) -> None:
    landlords = shelf.load(strict=True)
    assert landlords.ids() == ("code-only",)
    assert landlords.get("code-only").parent is None
    assert landlords.get("code-only").consequences == ()


def test_a_plugin_brings_its_landlord_with_name_version_and_place(shelf: Shelf) -> None:
    package = shelf.put("birch", {"birch": landlord("birch")})
    landlords = shelf.load(strict=True)
    assert landlords.ids() == ("birch", "code-only")
    (loaded,) = landlords.loaded
    assert (loaded.name, loaded.distribution, loaded.version) == ("birch", "birch-plugin", "1.2")
    assert loaded.path == package
    assert loaded.landlords == ("birch",)


def test_an_entry_point_that_belongs_to_no_distribution_still_loads(shelf: Shelf) -> None:
    shelf.put("birch", {"birch": landlord("birch")})
    landlords = load_entry_points([EntryPoint("birch", shelf.modules[0], "code_engine")])
    assert [(plugin.distribution, plugin.version) for plugin in landlords.loaded] == [("unknown", "unknown")]
    assert landlords.ids() == ("birch", "code-only")


def test_the_order_in_which_plugins_are_found_does_not_matter(shelf: Shelf) -> None:
    shelf.put("wood", {"oak": landlord("oak")})
    shelf.put("copse", {"elm": landlord("elm", parent="oak")})
    shelf.put("broken", code="raise RuntimeError('half installed')")
    found = shelf.entry_points()
    one, other = load_entry_points(found), load_entry_points(reversed(found))
    assert (one.loaded, one.skipped, one.ids()) == (other.loaded, other.skipped, other.ids())


def test_installed_plugins_are_found_by_their_entry_points(shelf: Shelf) -> None:
    shelf.put("hornbeam", {"hornbeam": landlord("hornbeam")})
    assert "hornbeam" in load_plugins().ids()


def test_one_plugin_may_bring_several_landlords(shelf: Shelf) -> None:
    shelf.put("wood", {"oak": landlord("oak"), "elm": landlord("elm", parent="oak")})
    landlords = shelf.load(strict=True)
    assert landlords.loaded[0].landlords == ("elm", "oak")
    elm = landlords.get("elm")
    assert [each.id for each in elm.lineage] == ["oak", "elm"]


def test_two_calls_share_nothing(shelf: Shelf) -> None:
    shelf.put("birch", {"birch": landlord("birch")})
    assert shelf.load().get("birch") is not shelf.load().get("birch")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import no_such_module_anywhere", "ModuleNotFoundError: No module named 'no_such_module_anywhere'"),
        ("raise RuntimeError('half installed')", "RuntimeError: half installed"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("def (", "SyntaxError: invalid syntax"),
        ("assert False", "AssertionError"),
        ("X = 1", "mark `register_landlords` with `@hookimpl`"),
    ],
)
def test_a_plugin_that_cannot_be_imported_is_skipped_with_its_reason(shelf: Shelf, code: str, reason: str) -> None:
    shelf.put("birch", {"birch": landlord("birch")})
    shelf.put("broken", code=code)
    landlords = shelf.load()
    assert landlords.ids() == ("birch", "code-only")
    assert [plugin.name for plugin in landlords.loaded] == ["birch"]
    (skipped,) = landlords.skipped
    assert (skipped.name, skipped.distribution, skipped.version) == ("broken", "broken-plugin", "1.2")
    assert reason in skipped.reason


def hook(body: str, signature: str = "register_landlords()") -> str:
    """A plugin module whose only hook has that body."""
    start = "from pathlib import Path\nfrom code_engine.landlord.hooks import hookimpl\n@hookimpl\n"
    return f"{start}def {signature}:\n" + indent(body, "    ")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (hook("raise ValueError('no folder today')"), "ValueError: no folder today"),
        (hook("raise SystemExit"), "SystemExit"),
        (hook("return 'a text'"), "returned `str` where a list of folders belongs"),
        (hook("return ['a text']"), "returned `str` in its list where a Path belongs"),
        (hook("return [Path('here')]"), "returned the folder `here`, which is not absolute"),
        (hook("return []", "register_landlord()"), "unknown hook 'register_landlord'"),
        (hook("return []", "register_landlords(more)"), "it does not fit the hooks"),
    ],
)
def test_a_hook_that_misbehaves_makes_only_its_own_plugin_unavailable(shelf: Shelf, code: str, reason: str) -> None:
    shelf.put("birch", {"birch": landlord("birch")})
    shelf.put("aspen", code=code)
    landlords = shelf.load()
    assert landlords.ids() == ("birch", "code-only")
    assert reason in only_reason(landlords)


def test_a_folder_without_landlord_yaml_is_reported(shelf: Shelf) -> None:
    shelf.put("aspen", code=hook("return [Path(__file__).parent]"))
    landlords = shelf.load()
    assert "there is no file landlord.yaml in" in only_reason(landlords)


def test_bad_yaml_is_reported_with_file_and_line_and_the_plugins_other_landlords_work(shelf: Shelf) -> None:
    bad = {"landlord.yaml": "id: elm\nname: Elm\nname: Wych elm\n"}
    shelf.put("wood", {"oak": landlord("oak"), "elm": bad})
    landlords = shelf.load()
    assert landlords.ids() == ("code-only", "oak")
    assert "elm/landlord.yaml:3" in only_reason(landlords)
    assert landlords.skipped[0].landlord == "elm"


def test_an_unknown_key_in_landlord_yaml_is_reported_with_a_suggestion(shelf: Shelf) -> None:
    shelf.put("elm", {"elm": {"landlord.yaml": "id: elm\nname: Elm\nchanels: [email]\n"}})
    reason = only_reason(shelf.load())
    assert "elm/landlord.yaml:3:1" in reason
    assert "`channels`" in reason


def test_an_unknown_landlord_gets_a_suggestion(shelf: Shelf) -> None:
    shelf.put("hornbeam", {"hornbeam": landlord("hornbeam")})
    with pytest.raises(LandlordError, match=r"unknown landlord `hornbean`\n  did you mean `hornbeam`\?"):
        shelf.load().get("hornbean")


def test_an_unknown_landlord_like_no_other_gets_the_list(shelf: Shelf) -> None:
    with pytest.raises(LandlordError, match=r"unknown landlord `xyz`\n  landlords: `code-only`"):
        shelf.load().get("xyz")


def test_asking_for_a_landlord_that_was_skipped_gives_the_reason(shelf: Shelf) -> None:
    shelf.put("aspen", code="raise RuntimeError('half installed')")
    with pytest.raises(LandlordError, match="`aspen` is not available: RuntimeError: half installed"):
        shelf.load().get("aspen")


def test_of_two_landlords_with_one_id_neither_is_taken(shelf: Shelf) -> None:
    shelf.put("birch", {"birch": landlord("birch")})
    shelf.put("copy", {"other": landlord("birch")})
    landlords = shelf.load()
    assert landlords.ids() == ("code-only",)
    assert {skipped.name for skipped in landlords.skipped} == {"birch", "copy"}
    assert all("claimed by `birch` and `copy`" in skipped.reason for skipped in landlords.skipped)


def test_a_plugin_cannot_take_the_place_of_the_built_in_landlord(shelf: Shelf) -> None:
    shelf.put("usurper", {"x": landlord("code-only")})
    landlords = shelf.load()
    assert landlords.get("code-only").folder is None
    assert "built-in landlord" in only_reason(landlords)


def test_a_broken_plugin_that_has_the_name_of_a_landlord_does_not_take_it_away(shelf: Shelf) -> None:
    shelf.put("wood", {"birch": landlord("birch")})
    shelf.put("birch", code="raise RuntimeError('not the real one')")
    assert shelf.load().ids() == ("birch", "code-only")


def test_an_unknown_parent_is_reported_with_a_suggestion(shelf: Shelf) -> None:
    shelf.put("wood", {"oak": landlord("oak"), "elm": landlord("elm", parent="oka")})
    landlords = shelf.load()
    assert landlords.ids() == ("code-only", "oak")
    assert only_reason(landlords) == "unknown parent `oka`; did you mean `oak`?"


def test_the_built_in_landlord_is_not_a_group(shelf: Shelf) -> None:
    shelf.put("elm", {"elm": landlord("elm", parent="code-only")})
    assert only_reason(shelf.load()) == "`code-only` is not a group; leave `parent` out"


def test_a_landlord_whose_parents_plugin_is_broken_is_skipped_with_that_reason(shelf: Shelf) -> None:
    shelf.put("oak", code="raise RuntimeError('half installed')")
    shelf.put("elm", {"elm": landlord("elm", parent="oak")})
    shelf.put("rowan", {"rowan": landlord("rowan", parent="elm")})
    landlords = shelf.load()
    assert landlords.ids() == ("code-only",)
    reasons = {skipped.name: skipped.reason for skipped in landlords.skipped}
    assert reasons["elm"] == "its parent `oak` is not available: RuntimeError: half installed"
    assert reasons["rowan"] == f"its parent `elm` is not available: {reasons['elm']}"


def test_parents_that_go_round_in_a_circle_are_skipped_with_all_below_them(shelf: Shelf) -> None:
    circle = {"ash": landlord("ash", parent="box"), "box": landlord("box", parent="ash")}
    shelf.put("wood", {**circle, "fir": landlord("fir", parent="box"), "oak": landlord("oak")})
    landlords = shelf.load()
    assert landlords.ids() == ("code-only", "oak")
    reasons = {skipped.landlord: skipped.reason for skipped in landlords.skipped}
    assert reasons["ash"] == reasons["box"] == "its parents go round in a circle: `ash` → `box` → `ash`"
    assert reasons["fir"] == f"its parent `box` is not available: {reasons['box']}"


def test_a_landlord_that_is_its_own_parent_is_skipped(shelf: Shelf) -> None:
    shelf.put("wood", {"ash": landlord("ash", parent="ash")})
    assert only_reason(shelf.load()) == "its parents go round in a circle: `ash` → `ash`"


def test_strict_makes_a_broken_plugin_fatal(shelf: Shelf) -> None:
    shelf.put("aspen", code="raise RuntimeError('half installed')")
    with pytest.raises(LandlordError, match=r"plugin `aspen` \(aspen-plugin 1.2\): RuntimeError: half installed"):
        shelf.load(strict=True)


RULE = "when: {all: [{fact: complaint.refused, is: true}]}, then: {notice: {to: Lead, text: Refused}}"


def tell(identifier: str, provision: str) -> str:
    """A consequence in one line of YAML."""
    return f"  - {{id: {identifier}, {RULE}, because: ['{provision}']}}\n"


def test_strict_reads_every_file_and_reports_every_problem(shelf: Shelf) -> None:
    files = {
        "policies/2024.yaml": "policy: 1\n",
        "consequences.yaml": f"consequences: [{{{RULE}, because: ['6.2']}}]\n",
    }
    shelf.put("wood", {"oak": landlord("oak", **files), "elm": landlord("elm", parent="oak")})
    with pytest.raises(LandlordError) as caught:
        shelf.load(strict=True)
    places = [str(problem) for problem in caught.value.problems]
    assert len(places) == 2
    assert "oak/policies/2024.yaml:1" in places[0]
    assert "oak/consequences.yaml:1:16: the key `id` is missing" in places[1]


def test_the_files_of_a_landlord_nobody_asks_for_are_not_read(shelf: Shelf) -> None:
    shelf.put("wood", {"oak": landlord("oak", **{"policies/2024.yaml": "policy: 1\n"}), "elm": landlord("elm")})
    landlords = shelf.load()
    assert landlords.ids() == ("code-only", "elm", "oak")
    assert landlords.get("elm").policies == ()
    with pytest.raises(LandlordError, match=r"oak/policies/2024\.yaml:1"):
        assert landlords.get("oak").policies


def test_what_a_landlord_adds_never_reaches_its_sibling(shelf: Shelf) -> None:
    additions = {
        "consequences.yaml": f"consequences: [{{id: take-over, {RULE}, because: ['6.2']}}]\n",
        "facts.yaml": "facts: {hostile.seen: {meaning: Seen, question: Seen?}}\n",
        "rulesets/other/2025-01-01/ruleset.yaml": "id: other\n",
        "policies/2024.yaml": """\
            policy: {title: Hostile, version: "2024", in_force: {from: 2024-01-01}, source: Invented}
            settings: {stage_1.respond: {value: 99, unit: working_days, meaning: Too long}}
            """,
    }
    group = {"oak": landlord("oak"), "hostile": landlord("hostile", parent="oak", **additions)}
    shelf.put("wood", {**group, "elm": landlord("elm", parent="oak")})
    landlords = shelf.load(strict=True)
    hostile = landlords.get("hostile")
    assert [rule.id for rule in hostile.consequences] == ["take-over"]
    assert list(hostile.facts) == ["hostile.seen"]
    assert [path.parent.name for path in hostile.rulesets] == ["other"]
    for other in (landlords.get("oak"), landlords.get("elm")):
        assert (other.consequences, dict(other.facts), other.rulesets, other.policies) == ((), {}, (), ())


@pytest.mark.parametrize("name", ["stage_1.responded", "oak.seen", "seen.hostile"])
def test_a_fact_outside_the_landlords_own_name_is_refused(shelf: Shelf, name: str) -> None:
    facts = f"facts:\n  {name}: {{meaning: Seen, question: Seen?}}\n"
    shelf.put("wood", {"hostile": landlord("hostile", **{"facts.yaml": facts})})
    with pytest.raises(LandlordError, match=r"facts\.yaml:2:3: the fact `[a-z_1.]+` does not belong to `hostile`"):
        assert shelf.load().get("hostile").facts


def test_consequences_of_a_group_hold_for_its_subsidiaries_and_can_be_replaced(shelf: Shelf) -> None:
    above = "consequences:\n" + tell("tell-lead", "6.2") + tell("tell-board", "6.2")
    below = "consequences:\n" + tell("tell-lead", "6.3")
    shelf.put(
        "wood",
        {
            "oak": landlord("oak", **{"consequences.yaml": above}),
            "elm": landlord("elm", parent="oak", **{"consequences.yaml": below}),
        },
    )
    rules = shelf.load(strict=True).get("elm").consequences
    assert [(rule.id, rule.landlord, rule.consequence.because) for rule in rules] == [
        ("tell-lead", "elm", ("6.3",)),
        ("tell-board", "oak", ("6.2",)),
    ]


def test_two_consequences_with_one_id_are_an_error(shelf: Shelf) -> None:
    text = "consequences:\n" + tell("tell-lead", "6.2") + tell("tell-lead", "6.2")
    shelf.put("oak", {"oak": landlord("oak", **{"consequences.yaml": text})})
    with pytest.raises(LandlordError, match=r"consequences\.yaml:3:\d+: two consequences have the id `tell-lead`"):
        assert shelf.load().get("oak").consequences
