"""The wheels work on their own: installed elsewhere, without the repository, they hold all they need."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECTS = (REPOSITORY, REPOSITORY / "plugins" / "red_kite", REPOSITORY / "plugins" / "twenty11")

# Without `site`, so that the editable installs of this environment are not found; dependencies are taken from
# the environment, everything of ours from the folder the wheels were installed to.
RUN = """
import sys
sys.path[:0] = sys.argv[1:3]
del sys.argv[1:3]
import code_engine.engine
assert code_engine.engine.__file__.startswith(sys.path[0]), code_engine.engine.__file__
from code_engine.cli import main
main()
"""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheels of the core and both plugins."""
    folder = tmp_path_factory.mktemp("wheels")
    for project in PROJECTS:
        pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(project))
    return folder


@pytest.fixture(scope="module")
def installed(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheels were installed."""
    folder = tmp_path_factory.mktemp("installed")
    paths = [str(path) for path in sorted(wheels.glob("*.whl"))]
    pip("install", "--no-deps", "--no-index", "--target", str(folder), *paths)
    return folder


def pip(*arguments: str) -> None:
    """Run pip of this environment; its output is shown where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def run(installed: Path, folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run the command line from the installed wheels, in a folder that is not the repository."""
    packages = sysconfig.get_paths()["purelib"]
    command = [sys.executable, "-S", "-c", RUN, str(installed), packages, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_wheel_holds_the_rulesets_and_nothing_of_the_tests(wheels: Path) -> None:
    (core,) = wheels.glob("code_engine-*.whl")
    names = zipfile.ZipFile(core).namelist()
    folder = "code_engine/rulesets/housing-ombudsman-code/2024-04-01"
    for path in (REPOSITORY / "rulesets").rglob("*.yaml"):
        assert f"code_engine/rulesets/{path.relative_to(REPOSITORY / 'rulesets').as_posix()}" in names
    assert f"{folder}/ruleset.yaml" in names
    assert "code_engine/py.typed" in names
    assert "code_engine/examples/late-stage-1.yaml" in names
    assert not [name for name in names if Path(name).name.startswith("test_") or "tests" in Path(name).parts]


def test_a_case_is_evaluated_from_the_wheels_alone(installed: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text((REPOSITORY / "examples" / "late-stage-1.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    done = run(installed, tmp_path, ["evaluate", "case.yaml", "--as-of", "2025-07-15", "--format", "json"])
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["policy"]["landlord"] == "twenty11"
    assert answer["summary"]["breached"] > 0


def test_the_installed_landlords_and_scenarios_are_complete(installed: Path, tmp_path: Path) -> None:
    landlords = run(installed, tmp_path, ["landlords"])
    assert landlords.returncode == 0, landlords.stderr
    for name in ("code-only", "red_kite", "twenty11"):
        assert name in landlords.stdout
    checked = run(installed, tmp_path, ["check"])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_wheels_hold_what_a_new_landlord_and_a_page_of_standards_are_made_of(
    installed: Path, tmp_path: Path
) -> None:
    made = run(installed, tmp_path, ["new-landlord", "hill_homes", "--parent", "red_kite"])
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "hill_homes" / "standards.yaml").is_file()
    page = run(installed, tmp_path, ["standards", "twenty11", "--format", "html"])
    assert page.returncode == 0, page.stderr
    assert page.stdout.startswith("<!DOCTYPE html>")


def test_a_letter_is_made_from_the_wheels_alone(installed: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text((REPOSITORY / "examples" / "late-stage-1.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    mine = ["--set", "responsible_for=the pipe", "--set", "not_responsible_for=none"]
    done = run(installed, tmp_path, ["letters", "render", "case.yaml", "--as-of", "2025-07-15", *mine])
    assert done.returncode == 0, done.stderr
    assert "Hello <bdi>Marta Ilves</bdi>," in done.stdout
    assert 'src="data:image/svg+xml;base64,' in done.stdout
