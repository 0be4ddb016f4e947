"""The conformance kit: an honest plugin passes it, and each kind of fault fails with its place and provision."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_running import ROOT
from code_engine.conformance import LandlordConformance
from code_engine.conformance.floors import keeps_floor
from code_engine.errors import CodeEngineError
from code_engine.ruleset.rules import Parameter
from invented_landlords import Shelf, landlord, shelf_in

PACKAGE = ROOT / "src" / "code_engine"
PYTEST_ONLY_HERE = {"conformance/pytest_plugin.py"}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """An empty shelf on the import path."""
    yield from shelf_in(tmp_path, monkeypatch)


def policy(settings: str = "", start: str = "2024-04-01", end: str = "", version: str = "", rest: str = "") -> str:
    """A policy with those dates, settings (each on its own line) and whatever else is given."""
    dates = f"from: {start}" + (f", to: {end}" if end else "")
    lines = "".join(f"  {line}\n" for line in settings.splitlines())
    return (
        f'policy:\n  title: Policy\n  version: "{version or start}"\n  in_force: {{{dates}}}\n  source: Invented\n'
        + (f"settings:\n{lines}" if settings else "")
        + dedent(rest)
    )


def setting(name: str, value: int, unit: str) -> str:
    """One setting on a line."""
    return f"{name}: {{value: {value}, unit: {unit}, meaning: Invented}}"


GOOD = policy(
    "\n".join((setting("stage_1.respond", 8, "working_days"), setting("complaint.time_limit", 18, "months"))),
    rest="""
        rules:
          "6.3":
            - id: promise-answer
              title: Answered within eight working days
              applies: complaint.received
              deadline:
                clock: complaint.received_on
                within: policy.stage_1.respond
                done: stage_1.responded_on
              reasons: {met: "Done on {done}.", breached: "Due by {due}."}
        """,
)
SCENARIO = """
scenarios:
  - name: An answer on the eighth working day keeps the promise
    provisions: ["6.3"]
    as_of: 2025-06-20
    case:
      reference: A
      landlord: birch
      events:
        - {type: complaint_received, date: 2025-06-02}
        - {type: response_issued, stage: 1, date: 2025-06-12}
    expect:
      - {rule: promise-answer, layer: policy, status: STATUS}
"""


def birch(shelf: Shelf, parent: str | None = None, **files: str) -> Path:
    """Install a landlord `birch` with those files beside its landlord.yaml; gives its folder."""
    return shelf.put("birch", {"birch": landlord("birch", parent, **files)}) / "birch"


def failure(test: str, name: str = "birch") -> str:
    """What a test of the kit says about a landlord for which it must fail."""
    tests = kit_of(name)
    with pytest.raises((AssertionError, CodeEngineError)) as raised:
        getattr(tests, test)()
    return str(raised.value)


def kit_of(name: str) -> LandlordConformance:
    """The kit for a landlord, as a plugin's own tests would have it."""

    class OfInvented(LandlordConformance):
        landlord = name

    return OfInvented()


def every_test(name: str) -> Iterator[Callable[[], None]]:
    """All tests of the kit for a landlord."""
    tests = kit_of(name)
    for test in sorted(dir(LandlordConformance)):
        if test.startswith("test_"):
            yield getattr(tests, test)


FLOOR = "test_every_number_keeps_the_floor_of_the_code"
BUILDS = "test_its_rules_and_consequences_build_under_every_ruleset"
FOLLOW = "test_its_policies_follow_each_other_without_an_overlap_or_a_gap"


def test_an_honest_landlord_passes_every_test(shelf: Shelf) -> None:
    files = {"policies/2024-04-01.yaml": GOOD, "scenarios/answer.yaml": SCENARIO.replace("STATUS", "met")}
    birch(shelf, **files)
    assert len([test() for test in every_test("birch")]) >= 11


def test_a_landlord_that_states_nothing_but_its_name_and_how_it_is_reached_passes_every_test(shelf: Shelf) -> None:
    birch(shelf)
    for test in every_test("birch"):
        test()


# Floors


def test_a_looser_number_fails_and_cites_provision_both_values_file_and_line(shelf: Shelf) -> None:
    folder = birch(shelf, **{"policies/2024-04-01.yaml": policy(setting("stage_1.respond", 15, "working_days"))})
    said = failure(FLOOR)
    assert f"{folder / 'policies' / '2024-04-01.yaml'}:7:" in said
    assert "`stage_1.respond` in policy 2024-04-01 of birch is 15 working days" in said
    assert "looser than the Code's 10 working days (provision 6.3)" in said
    assert "a landlord may only promise less" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (setting("complaint.time_limit", 6, "months"), "6 months, looser than the Code's 12 months (provision 2.3)"),
        (setting("stage_2.extend", 21, "working_days"), "looser than the Code's 20 working days (provision 6.15)"),
        (setting("process.stages", 3, "count"), "3 count, looser than the Code's 2 count (provision 5.3)"),
        (setting("process.stages", 1, "count"), "no landlord may change it"),
    ],
)
def test_every_direction_has_its_floor(shelf: Shelf, line: str, said: str) -> None:
    birch(shelf, **{"policies/2024-04-01.yaml": policy(line)})
    assert said in failure(FLOOR)


def test_a_number_in_another_unit_fails_even_where_it_would_be_stricter(shelf: Shelf) -> None:
    birch(shelf, **{"policies/2024-04-01.yaml": policy(setting("stage_1.respond", 5, "calendar_days"))})
    said = failure(FLOOR)
    assert "counts calendar days; the Code sets 10 working days (provision 6.3)" in said
    assert "give it with `unit: working_days`" in said


def test_several_loose_numbers_are_told_at_once(shelf: Shelf) -> None:
    both = "\n".join((setting("stage_1.respond", 15, "working_days"), setting("stage_2.respond", 30, "working_days")))
    birch(shelf, **{"policies/2024-04-01.yaml": policy(both)})
    said = failure(FLOOR)
    assert "provision 6.3" in said
    assert "provision 6.14" in said


def test_the_loose_number_of_a_group_is_its_subsidiarys_too(shelf: Shelf) -> None:
    loose = {"policies/2024-04-01.yaml": policy(setting("stage_1.respond", 15, "working_days"))}
    shelf.put("oak", {"oak": landlord("oak", **loose)})
    birch(shelf, parent="oak", **{"policies/2025-01-01.yaml": policy(start="2025-01-01")})
    assert "of oak is 15 working days" in failure(FLOOR)


def test_a_subsidiary_that_tightens_its_groups_loose_number_fails_only_for_the_days_before(shelf: Shelf) -> None:
    loose = {"policies/2024-04-01.yaml": policy(setting("stage_1.respond", 15, "working_days"))}
    shelf.put("oak", {"oak": landlord("oak", **loose)})
    tight = policy(setting("stage_1.respond", 9, "working_days"))
    birch(shelf, parent="oak", **{"policies/2024-04-01.yaml": tight})
    getattr(kit_of("birch"), FLOOR)()


def test_a_policy_that_ended_before_the_code_is_not_held_to_it(shelf: Shelf) -> None:
    old = policy(setting("stage_1.respond", 15, "working_days"), "2020-01-01", "2024-03-31")
    birch(shelf, **{"policies/2020-01-01.yaml": old, "policies/2024-04-01.yaml": policy()})
    getattr(kit_of("birch"), FLOOR)()


def test_a_departure_that_the_policy_admits_is_not_claimed(shelf: Shelf) -> None:
    admitted = 'departures:\n  "6.3": {reason: We have too few people}\n'
    loose = policy(setting("stage_1.respond", 15, "working_days"), rest=admitted)
    birch(shelf, **{"policies/2024-04-01.yaml": loose})
    getattr(kit_of("birch"), FLOOR)()


# Conflicts

CONFLICTS = "test_following_its_policy_does_not_breach_the_code"
HELD = "holds: [{reason: holidays, stops_clock: true}]\n"


def test_a_policy_that_breaches_the_code_when_followed_fails_with_provision_place_and_advice(shelf: Shelf) -> None:
    folder = birch(shelf, **{"policies/2024-04-01.yaml": policy(rest=HELD)})
    said = failure(CONFLICTS)
    assert f"{folder / 'policies' / '2024-04-01.yaml'}:" in said
    assert "policy 2024-04-01 of birch conflicts with provision 6.3" in said
    assert "conflicts with provision 6.14" in said


def test_a_conflict_that_the_policy_admits_or_the_tests_know_does_not_fail(shelf: Shelf) -> None:
    admitted = HELD + 'departures:\n  "6.3": {reason: We have too few people}\n'
    birch(shelf, **{"policies/2024-04-01.yaml": policy(rest=admitted)})
    kit = kit_of("birch")
    type(kit).known_conflicts = {"6.14": "the same people answer stage 2"}
    getattr(kit, CONFLICTS)()


def test_a_known_conflict_that_is_gone_fails_so_that_the_list_stays_true(shelf: Shelf) -> None:
    birch(shelf, **{"policies/2024-04-01.yaml": policy()})
    kit = kit_of("birch")
    type(kit).known_conflicts = {"6.3": "answered late on purpose"}
    with pytest.raises(AssertionError, match=r"`6\.3` is not found any more"):
        getattr(kit, CONFLICTS)()


def test_a_conflict_of_the_group_is_the_groups_to_answer_for(shelf: Shelf) -> None:
    shelf.put("oak", {"oak": landlord("oak", **{"policies/2024-04-01.yaml": policy(rest=HELD)})})
    birch(shelf, parent="oak", **{"policies/2024-04-01.yaml": policy()})
    getattr(kit_of("birch"), CONFLICTS)()


@given(value=st.integers(0, 400), code=st.integers(0, 400))
def test_a_number_that_keeps_the_floor_is_never_on_the_other_side_of_the_codes(value: int, code: int) -> None:
    def keeps(direction: str) -> bool:
        return keeps_floor(value, Parameter("p", code, "working_days", "Invented", direction, "6.3"))

    assert keeps("tighten_down") == (value <= code)
    assert keeps("tighten_up") == (value >= code)
    assert keeps("fixed") == (keeps("tighten_down") and keeps("tighten_up"))
    assert keeps("free")


# Everything else


def test_overlapping_policies_fail_with_both_versions(shelf: Shelf) -> None:
    versions = {"policies/2024-04-01.yaml": policy(), "policies/2025-01-01.yaml": policy(start="2025-01-01")}
    birch(shelf, **versions)
    assert "`2024-04-01` and `2025-01-01` of `birch` are in force on the same day" in failure(FOLLOW)
    assert "are in force on the same day" in failure("test_the_landlord_loads_without_a_fault")


def test_a_gap_between_policies_fails_with_its_days(shelf: Shelf) -> None:
    earlier, later = policy(end="2024-12-31"), policy(start="2025-02-01")
    birch(shelf, **{"policies/2024-04-01.yaml": earlier, "policies/2025-02-01.yaml": later})
    assert "from 2025-01-01 to 2025-01-31" in failure(FOLLOW)


def test_a_rule_that_names_what_does_not_exist_fails_with_its_place(shelf: Shelf) -> None:
    folder = birch(shelf, **{"policies/2024-04-01.yaml": GOOD.replace("stage_1.responded_on", "stage_1.responded_onn")})
    said = failure(BUILDS)
    assert f"{folder / 'policies' / '2024-04-01.yaml'}:" in said
    assert "did you mean `stage_1.responded_on`?" in said


def test_a_consequence_of_an_unknown_rule_fails(shelf: Shelf) -> None:
    consequences = """
        consequences:
          - id: tell-somebody
            when: {any: [{rule: stage-1-response-in-tim, status: [breached]}]}
            then: {notice: {to: Somebody, text: Late}}
            because: ["6.3"]
        """
    birch(shelf, **{"consequences.yaml": consequences})
    assert "did you mean `stage-1-response-in-time`?" in failure(BUILDS)


def test_a_scenario_that_expects_something_else_fails_with_the_difference(shelf: Shelf) -> None:
    files = {"policies/2024-04-01.yaml": GOOD, "scenarios/answer.yaml": SCENARIO.replace("STATUS", "breached")}
    birch(shelf, **files)
    said = failure("test_its_scenarios_pass")
    assert "An answer on the eighth working day keeps the promise" in said
    assert "status is met, expected breached" in said


@pytest.mark.parametrize(
    ("colours", "named"),
    [
        ('{text: "#999999"}', "`text` #999999 on #ffffff has a contrast of 2.8 to 1"),
        ('{primary: "#ffff00"}', "`primary`"),
        ('{accent: "#eeeeee"}', "at least 3.0 to 1 is needed"),
        ('{background: "#000000"}', "`text`"),
    ],
)
def test_colours_that_cannot_be_read_fail(shelf: Shelf, colours: str, named: str) -> None:
    shelf.put("birch", {"birch": {"landlord.yaml": f"id: birch\nname: Birch\nbranding: {colours}\n"}})
    assert named in failure("test_its_colours_can_be_read")


def test_the_web_address_of_another_landlord_fails(shelf: Shelf) -> None:
    contacts = "contacts: {website: https://homes.example}\n"
    both = {name: {"landlord.yaml": f"id: {name}\nname: {name.title()}\n{contacts}"} for name in ("birch", "oak")}
    shelf.put("wood", both)
    said = failure("test_its_web_addresses_are_secure_and_its_own")
    assert "the address `website` is that of `oak`" in said


def test_standards_that_are_not_whole_fail(shelf: Shelf) -> None:
    birch(shelf, **{"standards.yaml": "standards: {title: T, body: B, introduction: I, source: S}\n"})
    said = failure("test_its_professional_standards_make_a_page")
    assert "the characteristic `integrity` is missing" in said


def test_a_self_assessment_of_a_provision_that_does_not_exist_fails(shelf: Shelf) -> None:
    sheet = 'assessment: {year: "2024-25", source: Invented}\nrows: {"6.21": {comply: true}}\n'
    birch(shelf, **{"assessment/2024-25.yaml": sheet})
    assert "there is no provision `6.21`" in failure("test_its_self_assessments_can_be_read")


def test_a_plugin_whose_answers_change_from_one_loading_to_the_next_fails(shelf: Shelf) -> None:
    changing = """
        from itertools import count
        from pathlib import Path
        from code_engine.landlord.hooks import hookimpl

        CALLS = count()

        @hookimpl
        def register_landlords():
            return [Path(__file__).resolve().parent / ("one", "other")[next(CALLS) % 2]]
        """
    files = {"landlord.yaml": "id: birch\nname: Birch\n", "policies/2024-04-01.yaml": GOOD}
    other = {**files, "policies/2024-04-01.yaml": GOOD.replace("value: 8", "value: 7")}
    shelf.put("birch", {"one": files, "other": other}, changing)
    assert "does not come out the same twice" in failure("test_a_case_comes_out_the_same_twice")


def test_a_plugin_that_takes_anothers_id_fails_for_what_it_does_to_the_other(shelf: Shelf) -> None:
    shelf.put("oak", {"oak": landlord("oak")})
    shelf.put("birch", {"birch": landlord("birch"), "nest": landlord("oak")})
    assert "comes out differently at `oak`" in failure("test_nothing_of_it_reaches_another_landlord")


def test_a_landlord_that_is_not_installed_fails_with_a_suggestion(shelf: Shelf) -> None:
    birch(shelf)
    assert "did you mean `birch`?" in failure("test_the_landlord_loads_without_a_fault", "birhc")


def test_a_broken_plugin_fails_with_the_reason(shelf: Shelf) -> None:
    shelf.put("birch", code="raise RuntimeError('half installed')")
    assert "half installed" in failure("test_the_landlord_loads_without_a_fault")


def test_a_class_that_names_no_landlord_is_told_so() -> None:
    class Nameless(LandlordConformance):
        pass

    with pytest.raises(AssertionError, match='say which landlord Nameless is about: `landlord = "its_id"`'):
        Nameless().test_the_landlord_loads_without_a_fault()


# As pytest runs it


def pytest_run(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """A run of pytest over one file of a plugin's tests, as a process of its own."""
    file = folder / "test_birch.py"
    file.write_text(dedent(tests), encoding="utf-8")
    path = os.pathsep.join((str(folder), os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder), str(file)]
    environment = {**os.environ, "PYTHONPATH": path, "COLUMNS": "100"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


TESTS = """
    from code_engine.conformance import LandlordConformance

    class TestBirch(LandlordConformance):
        landlord = "birch"
    """


def test_pytest_collects_the_kit_once_and_names_the_versions_in_its_header(shelf: Shelf) -> None:
    birch(shelf, **{"policies/2024-04-01.yaml": GOOD})
    done = pytest_run(shelf.folder, TESTS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(list(every_test('birch')))} passed" in done.stdout
    assert "code-engine: 0.1.0, plugins: birch 1.2" in done.stdout


def test_a_failure_shows_the_provision_without_the_inside_of_the_kit(shelf: Shelf) -> None:
    birch(shelf, **{"policies/2024-04-01.yaml": policy(setting("stage_1.respond", 15, "working_days"))})
    done = pytest_run(shelf.folder, TESTS)
    assert done.returncode == 1
    assert "2 failed" in done.stdout
    assert "looser than the Code's 10 working days (provision 6.3)" in done.stdout
    assert "conflicts with provision 6.3" in done.stdout
    assert "def _none" not in done.stdout


def test_pytest_starts_without_loading_the_engine() -> None:
    program = (
        "import sys, code_engine.conformance.pytest_plugin; "
        "print(sorted(name for name in sys.modules if name.startswith(('code_engine.', 'pydantic', 'yaml'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ast.literal_eval(done.stdout) == [
        "code_engine.conformance",
        "code_engine.conformance.pytest_plugin",
        "code_engine.version",
    ]


def test_nothing_but_the_pytest_plugin_needs_pytest() -> None:
    needing = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if imports_pytest(path)}
    assert needing == PYTEST_ONLY_HERE


def imports_pytest(path: Path) -> bool:
    """Whether a module imports pytest, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "pytest" for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("pytest", "_pytest"):
            return True
    return False


def test_every_shipped_plugin_runs_the_kit_in_its_own_tests() -> None:
    for folder in sorted((ROOT / "plugins").iterdir()):
        texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "tests").glob("test_*.py"))]
        assert any(f'landlord = "{folder.name}"' in text and "LandlordConformance" in text for text in texts)
