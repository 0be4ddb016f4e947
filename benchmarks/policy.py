"""How long it takes to check a policy, and to load a group of fifty invented landlords with their policies."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from code_engine.assessment.policy_check import check_policy
from code_engine.assessment.policy_choice import choose_draft, choose_policy
from code_engine.assessment.policy_diff import Asked, diff_policies
from code_engine.landlord.assembly import Candidate, assemble
from code_engine.landlord.landlords import Landlords, SkippedPlugin
from code_engine.landlord.plugins import load_plugins
from code_engine.landlord.profile import Profile
from code_engine.landlord.reading import read_model
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets
from measuring import milliseconds, percentile, print_table, quick_asked, stay_on_one_core, timings

DRAFT = Path(__file__).resolve().parent.parent / "examples" / "policies" / "willow-homes.yaml"
TODAY = date(2025, 7, 15)
LANDLORDS = 50


def write_group(folder: Path, policy: str) -> None:
    """A group and its subsidiaries, each with a policy of as many clauses as the draft has."""
    for number in range(LANDLORDS):
        home = folder / f"landlord_{number}"
        (home / "policies").mkdir(parents=True)
        parent = "parent: landlord_0\n" if number else ""
        (home / "landlord.yaml").write_text(f"id: landlord_{number}\nname: Landlord {number}\n{parent}")
        header = '  version: "2024-04-01"\n  in_force: {from: 2024-04-01}\n'
        (home / "policies" / "2024-04-01.yaml").write_text(policy.replace("  version: draft-2\n", header))


def load_group(folder: Path) -> Landlords:
    """Read every profile and every policy of the group, and put each policy together from its layers."""
    candidates = []
    for home in sorted(folder.iterdir()):
        _, profile = read_model(home / "landlord.yaml", Profile)
        candidates.append(Candidate(profile, home, SkippedPlugin(home.name, home.name, "1.0", "")))
    landlords = assemble(candidates, [], [])
    for name in landlords.ids():
        landlords.get(name).policy_on(TODAY)
    return landlords


def main() -> None:
    """Measure and print."""
    rounds = 2 if quick_asked(__doc__ or "") else 30
    stay_on_one_core()
    (ruleset,) = Catalogue.load([shipped_rulesets()])
    installed = load_plugins()
    ours, others = (choose_policy(installed, name, as_of=TODAY, today=TODAY) for name in ("red_kite", "twenty11"))

    def draft() -> object:
        return check_policy(choose_draft(str(DRAFT), None, as_of=TODAY, today=TODAY).policy, ruleset, TODAY)

    checks: dict[str, Callable[[], object]] = {
        "checking a landlord's policy against all provisions": lambda: check_policy(others.policy, ruleset, TODAY),
        "reading a draft of eleven clauses and checking it": draft,
        "comparing two landlords": lambda: diff_policies(Asked("a", ours), Asked("b", others), ruleset),
    }
    measured = [(name, timings(run, rounds, warm_up=1)) for name, run in checks.items()]
    with tempfile.TemporaryDirectory() as folder:
        write_group(Path(folder), DRAFT.read_text(encoding="utf-8"))
        measured.append(
            (f"loading a group of {LANDLORDS} landlords", timings(lambda: load_group(Path(folder)), min(rounds, 5)))
        )
    print_table(
        ("What", "Median", "Longest"),
        [(name, milliseconds(percentile(taken, 0.5)), milliseconds(taken[-1])) for name, taken in measured],
    )


if __name__ == "__main__":
    main()
