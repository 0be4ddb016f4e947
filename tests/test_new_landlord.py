"""A new landlord's plugin installs, loads, shows up, checks and proves itself before anybody has changed a line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_running import done, one_line, refused
from code_engine.assessment.sheet import sheet_of, years_of
from code_engine.assessment.standards import standards_of
from code_engine.checks.checking import Report, check_targets
from code_engine.checks.targets import targets_of
from code_engine.documents import parse_document
from code_engine.errors import LandlordError
from code_engine.landlord.landlords import Landlord, Landlords
from code_engine.landlord.plugins import load_plugins
from code_engine.landlord.profile import Contacts, Profile
from code_engine.landlord.reading import read_model
from code_engine.scaffold.contents import contents_of
from code_engine.scaffold.request import FIRST_DAY, NewLandlord, new_landlord
from code_engine.scaffold.writing import write_folder

TODAY = date(2025, 6, 2)

# Reads the .pth file of an editable install, which Python does only for folders it takes for site-packages.
WITH_FOLDER = "import site, sys; site.addsitedir(sys.argv.pop(1)); "
COMMAND = WITH_FOLDER + "from code_engine.cli import main; main()"
TESTS = WITH_FOLDER + "import pytest; sys.exit(pytest.main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def landlords() -> Landlords:
    """The installed landlords."""
    return load_plugins()


def asked(
    landlords: Landlords,
    identity: str = "hill_homes",
    name: str | None = None,
    parent: str | None = "red_kite",
    start: date | None = None,
) -> NewLandlord:
    """A request for a new landlord."""
    return new_landlord(identity, landlords, name=name, parent=parent, start=start, today=TODAY)


def read(folder: Path, parent: Landlord | None) -> Landlord:
    """The landlord in a folder, below its group."""
    _, profile = read_model(folder / "landlord.yaml", Profile)
    return Landlord(profile.below(parent.profile) if parent is not None else profile, parent, folder)


def checked(folder: Path) -> Report:
    """What the static check says about a folder."""
    return check_targets(targets_of([folder]))


# For real


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin of Hill Homes, as the command line writes it."""
    folder = tmp_path_factory.mktemp("written")
    done("new-landlord", "hill_homes", "--parent", "red_kite", "--name", "Hill Homes", "--into", str(folder))
    return folder / "hill_homes"


def pip(*arguments: str) -> None:
    """Run pip of this environment without an index; its output is shown where it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-index"]
    run = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.fixture(scope="module", params=["editable", "wheel"])
def installed(request: pytest.FixtureRequest, written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the plugin was installed, in both ways."""
    folder = tmp_path_factory.mktemp("installed")
    editable = ["-e"] if request.param == "editable" else []
    pip("--no-deps", "--no-build-isolation", "--target", str(folder), *editable, str(written))
    return folder


def python(program: str, installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program that sees what is installed in a folder, somewhere else."""
    environment = {**os.environ, "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", program, str(installed), *arguments]
    return subprocess.run(command, cwd=installed, env=environment, capture_output=True, text=True, check=False)


def test_it_installs_and_shows_up_among_the_landlords(installed: Path) -> None:
    run = python(COMMAND, installed, "landlords")
    assert run.returncode == 0, run.stderr
    shown = one_line(run.stdout)
    assert "hill_homes: Hill Homes Group: red_kite (Red Kite) Policy 2024-04-01: from 2024-04-01" in shown
    assert "From: code-engine-hill-homes 0.1.0" in shown
    assert "NOT AVAILABLE" not in shown


def test_it_passes_the_check_as_installed_and_as_a_folder(installed: Path, written: Path) -> None:
    for paths in ((), (str(written),)):
        run = python(COMMAND, installed, "check", *paths)
        assert run.returncode == 0, run.stdout + run.stderr
        assert "landlord hill_homes" in run.stdout
        assert "no problems" in run.stdout


def test_it_passes_its_own_tests(installed: Path, written: Path) -> None:
    run = python(TESTS, installed, "-p", "no:cacheprovider", "--import-mode=importlib", str(written / "tests"))
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"\b1\d passed", run.stdout)


def test_a_case_is_evaluated_by_its_groups_promises(installed: Path) -> None:
    example = str(Path(__file__).resolve().parents[1] / "examples" / "late-stage-1.yaml")
    run = python(COMMAND, installed, "evaluate", example, "--landlord", "hill_homes", "--as-of", "2025-07-15")
    assert run.returncode == 0, run.stderr
    assert "Hill Homes" in run.stdout


def test_its_wheel_holds_every_file_and_folder_of_the_landlord(written: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(written)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    beside = {path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()}
    outside = {"README.md", "pyproject.toml", "tests/test_hill_homes.py"}
    for name in beside - outside:
        assert f"code_engine_hill_homes/{name.removeprefix('src/code_engine_hill_homes/')}" in names


# What is written


def test_the_same_request_gives_the_same_texts(landlords: Landlords) -> None:
    assert contents_of(asked(landlords)) == contents_of(asked(landlords))


def test_a_landlord_without_a_group_stands_on_its_own(landlords: Landlords, tmp_path: Path) -> None:
    contents = contents_of(asked(landlords, "hill-homes", parent=None))
    assert "standards.yaml" not in contents
    assert "tests/test_hill_homes.py" in contents
    write_folder(tmp_path / "hill-homes", contents)
    assert checked(tmp_path / "hill-homes").problems == []
    project = tomllib.loads(contents["pyproject.toml"])["project"]
    assert project["dependencies"] == ["code-engine"]
    assert project["entry-points"] == {"code_engine": {"hill-homes": "code_engine_hill_homes"}}


def test_a_subsidiary_needs_its_groups_package(landlords: Landlords) -> None:
    project = tomllib.loads(contents_of(asked(landlords))["pyproject.toml"])["project"]
    assert project["dependencies"] == ["code-engine", "code-engine-red-kite"]


def test_it_states_nothing_of_its_own(landlords: Landlords, tmp_path: Path) -> None:
    write_folder(tmp_path / "hill_homes", contents_of(asked(landlords)))
    group = landlords.get("red_kite")
    hill_homes = read(tmp_path / "hill_homes", group)
    policy, groups = hill_homes.policy_on(TODAY), group.policy_on(TODAY)
    assert policy is not None
    assert groups is not None
    assert policy.settings == groups.settings
    assert policy.rules == groups.rules
    assert hill_homes.profile.contacts == Contacts()
    (year,) = {path.stem for path in (tmp_path / "hill_homes" / "assessment").iterdir()}
    assert year in years_of(hill_homes)
    assert {row.landlord for row in sheet_of(hill_homes, year).rows.values()} <= {"red_kite"}
    standards = standards_of(hill_homes)
    assert {each.landlord for part in standards.characteristics for each in part.statements} == {"red_kite"}
    assert standards.sources == standards_of(group).sources


def test_every_example_in_its_comments_can_be_used(landlords: Landlords, tmp_path: Path) -> None:
    contents = contents_of(asked(landlords))
    used = {place: uncommented(text) if place.endswith(".yaml") else text for place, text in contents.items()}
    changed = [place for place in contents if used[place] != contents[place]]
    assert changed == ["assessment/2024-25.yaml", "landlord.yaml", "policies/2024-04-01.yaml", "standards.yaml"]
    write_folder(tmp_path / "hill_homes", used)
    assert checked(tmp_path / "hill_homes").problems == []
    hill_homes = read(tmp_path / "hill_homes", landlords.get("red_kite"))
    assert hill_homes.profile.contacts.website == "https://www.example.org"
    policy = hill_homes.policy_on(TODAY)
    assert policy is not None
    assert [policy.settings[name].value for name in ("stage_1.acknowledge", "stage_1.respond")] == [3, 8]
    assert sheet_of(hill_homes, "2024-25").rows["4.1"].landlord == "hill_homes"
    texts = [each.text for part in standards_of(hill_homes).characteristics for each in part.statements]
    assert "Hill Homes works with others in the places where its tenants live." in texts


def uncommented(text: str) -> str:
    """A YAML file with every example in its comments taken for content."""
    lines = []
    for line in text.splitlines():
        key = re.fullmatch(r"# ( *(?:- )?[\w.\"-]+:(?: .*)?)", line)
        inside = re.fullmatch(r"# ( {2,}.*)", line)
        found = key or inside
        lines.append(found[1] if found else line)
    kept = [line for line in lines if line != "rows: {}"]
    return "\n".join(kept) + "\n"


@given(
    name=st.text(
        st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="\xa0"), min_size=1, max_size=40
    ).filter(lambda text: text.isprintable() and bool(text.strip()))
)
def test_any_name_survives_into_every_file(name: str) -> None:
    new = NewLandlord("hill_homes", name.strip(), FIRST_DAY)
    contents = contents_of(new)
    assert parse_document(contents["landlord.yaml"], "landlord.yaml").data["name"] == name.strip()
    assert tomllib.loads(contents["pyproject.toml"])["project"]["description"].startswith(name.strip())
    for place, text in contents.items():
        if place.endswith(".py"):
            compile(text, place, "exec")


def test_every_template_is_used(landlords: Landlords) -> None:
    names = {path.name for path in files("code_engine.scaffold").joinpath("templates").iterdir()}
    assert len(names) == len([text for text in contents_of(asked(landlords)).values() if text])


# Dates


def test_the_policy_starts_with_the_groups_present_one(landlords: Landlords) -> None:
    assert asked(landlords).start == date(2024, 4, 1)


def test_without_a_group_the_policy_starts_with_the_code(landlords: Landlords) -> None:
    assert asked(landlords, parent=None).start == FIRST_DAY


def test_a_first_day_that_is_given_is_taken(landlords: Landlords, tmp_path: Path) -> None:
    contents = contents_of(asked(landlords, start=date(2026, 2, 3), parent=None))
    assert "policies/2026-02-03.yaml" in contents
    assert "assessment/2025-26.yaml" in contents
    write_folder(tmp_path / "hill_homes", contents)
    assert checked(tmp_path / "hill_homes").problems == []


# Refusals


@pytest.mark.parametrize(
    ("identity", "better"),
    [
        ("Hill Homes", "hill_homes"),
        ("HillHomes", "hillhomes"),
        ("hill__homes", "hill_homes"),
        ("_hill", "hill"),
        ("1hill", "hill"),
        ("hill.homes", "hill_homes"),
        ("../hill", "hill"),
        ("hill-", "hill"),
    ],
)
def test_an_id_of_another_form_gets_a_better_one(identity: str, better: str, landlords: Landlords) -> None:
    with pytest.raises(LandlordError) as raised:
        asked(landlords, identity)
    assert f"did you mean `{better}`?" in str(raised.value)


@pytest.mark.parametrize("identity", ["", "7", "…", "a" * 41])
def test_an_id_that_cannot_be_one_is_told_the_form(identity: str, landlords: Landlords) -> None:
    with pytest.raises(LandlordError, match="lower-case words joined by"):
        asked(landlords, identity)


@given(st.text(max_size=60))
def test_a_better_id_can_always_be_one(identity: str) -> None:
    nobody = Landlords({})
    try:
        asked(nobody, identity, name="N", parent=None)
    except LandlordError as error:
        suggested = re.search(r"did you mean `(.*?)`\?", str(error))
        if suggested:
            assert asked(nobody, suggested[1], name="N", parent=None).id == suggested[1]


@pytest.mark.parametrize("identity", ["twenty11", "red_kite", "red-kite"])
def test_a_taken_id_says_who_has_it(identity: str) -> None:
    said = one_line(refused("new-landlord", identity, "--parent", "red_kite"))
    assert re.search(r"the id `(twenty11|red_kite)` is taken: code-engine-(twenty11|red-kite) brings it", said)
    assert "choose another id, or uninstall that" in said


def test_the_built_in_landlord_is_neither_an_id_nor_a_group() -> None:
    assert "the id `code-only` is built in" in refused("new-landlord", "code-only")
    assert "`code-only` is not a group" in refused("new-landlord", "hill_homes", "--parent", "code-only")


def test_an_unknown_group_gets_a_suggestion() -> None:
    assert "did you mean `red_kite`?" in refused("new-landlord", "hill_homes", "--parent", "red_kit")


@pytest.mark.parametrize("name", ["", " ", "Hill\nHomes", "Hill\x1b[31m", "a" * 101])
def test_a_name_that_is_not_a_line_of_text_is_refused(name: str, tmp_path: Path) -> None:
    said = refused("new-landlord", "hill_homes", "--name", name, "--into", str(tmp_path))
    assert "cannot be the name of a landlord" in said
    assert list(tmp_path.iterdir()) == []


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    said = refused("new-landlord", "hill_homes", "--from", "2025-02-30", "--into", str(tmp_path))
    assert "2025-02-30" in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_left_as_it_is(tmp_path: Path) -> None:
    mine = tmp_path / "hill_homes" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    said = refused("new-landlord", "hill_homes", "--parent", "red_kite", "--into", str(tmp_path))
    assert "this folder is not empty" in said
    assert [path.name for path in tmp_path.rglob("*")] == ["hill_homes", "mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "hill_homes").mkdir()
    assert "wrote" in done("new-landlord", "hill_homes", "--into", str(tmp_path))
    assert (tmp_path / "hill_homes" / "landlord.yaml").is_file()


def test_a_file_or_link_in_the_way_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "hill_homes").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "hill_lets").write_text("mine", encoding="utf-8")
    for identity in ("hill_homes", "hill_lets"):
        said = refused("new-landlord", identity, "--into", str(tmp_path))
        assert "this is there already, and is not a folder" in said
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_to_write_into_has_to_be_there(tmp_path: Path) -> None:
    said = one_line(refused("new-landlord", "hill_homes", "--into", str(tmp_path / "nowhere")))
    assert "there is no folder" in said
    assert "create it first" in said


def test_nothing_is_half_written_where_a_file_cannot_be(tmp_path: Path) -> None:
    contents: Sequence[tuple[str, str]] = (("a.txt", "a"), ("a.txt/b.txt", "b"))
    with pytest.raises(LandlordError):
        write_folder(tmp_path / "hill_homes", dict(contents))
    assert list(tmp_path.iterdir()) == []
