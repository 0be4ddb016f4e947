"""Profiles and policies in layers: what a subsidiary takes over, and which version holds on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_engine.documents import parse_document
from code_engine.errors import LandlordError
from code_engine.landlord.assembly import Candidate, assemble
from code_engine.landlord.landlords import Landlord, Landlords, SkippedPlugin
from code_engine.landlord.policy import Policy, merge
from code_engine.landlord.policy_file import PolicyFile
from code_engine.landlord.policy_version import PolicyVersion, read_policies
from code_engine.landlord.profile import Profile
from code_engine.landlord.reading import read_model

OAK = {"landlord.yaml": "id: oak\nname: Oak Homes\n"}
ELM = {"landlord.yaml": "id: elm\nname: Elm Homes\nparent: oak\n"}


def group(folder: Path, **landlords: Mapping[str, str]) -> Landlords:
    """The landlords whose files are given, written to `folder` and put into their groups."""
    candidates = []
    for name, files in landlords.items():
        for file, text in files.items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        _, profile = read_model(folder / name / "landlord.yaml", Profile)
        candidates.append(Candidate(profile, folder / name, SkippedPlugin(name, name, "1.0", "")))
    return assemble(candidates, [], [])


def policy_text(version: str, start: str = "2024-04-01", end: str = "", rest: str = "") -> str:
    """A policy file with those dates and whatever else is given."""
    dates = ", ".join(f"{key}: {day}" for key, day in (("from", start), ("to", end)) if day)
    header = f'policy: {{title: Policy, version: "{version}", in_force: {{{dates}}}, source: Invented}}\n'
    return header + dedent(rest)


def policy_of(landlord: Landlord, day: str = "2025-01-01") -> Policy:
    """The policy in force, which must be there."""
    policy = landlord.policy_on(date.fromisoformat(day))
    assert policy is not None
    return policy


_ENTRY = "value: 10, unit: working_days, meaning: Time to answer, provision: '6.3'"
RESPOND = f"settings: {{stage_1.respond: {{{_ENTRY}}}}}\n"


def test_a_profile_without_terms_speaks_the_words_of_the_code(tmp_path: Path) -> None:
    oak = group(tmp_path, oak=OAK).get("oak")
    assert (oak.id, oak.name, oak.parent) == ("oak", "Oak Homes", None)
    assert oak.profile.terms.resident == "resident"
    assert oak.profile.terms.stage_2 == "stage 2"


def test_a_subsidiary_takes_over_what_it_does_not_say(tmp_path: Path) -> None:
    above = """\
        id: oak
        name: Oak Homes
        terms: {resident: tenant, stage_2: appeal}
        channels: [email, letter]
        values: [Care]
        branding: {primary: "#112233"}
        """
    below = """\
        id: elm
        name: Elm Homes
        parent: oak
        terms: {stage_2: review}
        values: []
        branding: {accent: "#445566"}
        """
    elm = group(tmp_path, oak={"landlord.yaml": above}, elm={"landlord.yaml": below}).get("elm")
    assert (elm.profile.terms.resident, elm.profile.terms.stage_2) == ("tenant", "review")
    assert elm.profile.channels == ("email", "letter")
    assert elm.profile.values == ()
    assert (elm.profile.branding.primary, elm.profile.branding.accent) == ("#112233", "#445566")
    assert elm.profile.name == "Elm Homes"


def test_web_addresses_of_the_group_are_never_those_of_its_subsidiary(tmp_path: Path) -> None:
    above = "id: oak\nname: Oak Homes\ncontacts: {website: 'https://oak.example'}\n"
    elm = group(tmp_path, oak={"landlord.yaml": above}, elm=ELM).get("elm")
    assert elm.profile.contacts.website is None


@pytest.mark.parametrize(
    "line",
    [
        "branding: {primary: red}",
        "contacts: {website: oak.example}",
        "terms: {resident: ''}",
        "channels: email",
        "parent: Oak Homes",
    ],
)
def test_a_profile_with_a_value_of_the_wrong_form_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(LandlordError, match=r"landlord\.yaml:3:"):
        group(tmp_path, oak={"landlord.yaml": f"id: oak\nname: Oak\n{line}\n"})


def test_a_landlord_without_policies_has_none_on_any_day(tmp_path: Path) -> None:
    assert group(tmp_path, oak=OAK).get("oak").policy_on(date(2025, 1, 1)) is None


def test_a_policy_holds_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    files = {**OAK, "policies/2024.yaml": policy_text("2024", "2024-04-01", "2025-03-31")}
    oak = group(tmp_path, oak=files).get("oak")
    in_force = {
        day: oak.policy_on(date.fromisoformat(day)) is not None
        for day in ("2024-03-31", "2024-04-01", "2025-03-31", "2025-04-01")
    }
    assert list(in_force.values()) == [False, True, True, False]


def test_a_policy_whose_start_is_not_known_holds_as_far_back_as_anybody_asks(tmp_path: Path) -> None:
    files = {**OAK, "policies/until-2021.yaml": policy_text("until-2021", "", "2021-03-31")}
    oak = group(tmp_path, oak=files).get("oak")
    assert policy_of(oak, "1995-01-01").version == "until-2021"
    assert policy_of(oak, "1995-01-01").start is None
    assert oak.policy_on(date(2021, 4, 1)) is None


def test_every_value_says_who_set_it_where_and_in_which_version(tmp_path: Path) -> None:
    below = "settings:\n  stage_1.respond:\n    value: 8\n    unit: working_days\n"
    elm = group(
        tmp_path,
        oak={**OAK, "policies/2024.yaml": policy_text("2024", rest=RESPOND)},
        elm={**ELM, "policies/2025.yaml": policy_text("2025", "2025-01-01", rest=below)},
    ).get("elm")
    before, after = policy_of(elm, "2024-12-31"), policy_of(elm, "2025-01-01")
    assert (before.landlord, before.version, before.end) == ("elm", "2024", None)
    assert (after.landlord, after.version, after.start) == ("elm", "2025", date(2025, 1, 1))
    setting = after.settings["stage_1.respond"]
    assert (setting.value, setting.landlord, setting.version) == (8, "elm", "2025")
    assert str(setting.origin).endswith("elm/policies/2025.yaml:4:5")
    assert (setting.meaning, setting.provision) == ("Time to answer", "6.3")
    assert before.settings["stage_1.respond"].landlord == "oak"


def test_a_subsidiary_without_policy_files_has_its_groups_policy_under_its_own_name(tmp_path: Path) -> None:
    oak_files = {**OAK, "policies/2024.yaml": policy_text("2024", rest=RESPOND)}
    landlords = group(tmp_path, oak=oak_files, elm=ELM)
    policy = policy_of(landlords.get("elm"))
    assert (policy.landlord, policy.version) == ("elm", "2024")
    assert policy.settings == policy_of(landlords.get("oak")).settings
    assert policy.digest != policy_of(landlords.get("oak")).digest


def test_a_rule_of_a_subsidiary_replaces_the_groups_rule_of_the_same_id(tmp_path: Path) -> None:
    above = """\
        rules:
          "6.2":
            - {id: promise-a, title: Group, require: stage_1.acknowledged}
            - {id: promise-b, title: Group, require: stage_1.logged}
        """
    below = """\
        rules:
          "6.2":
            - {id: promise-a, title: Own, require: stage_1.defined}
        """
    elm = group(
        tmp_path,
        oak={**OAK, "policies/2024.yaml": policy_text("2024", rest=above)},
        elm={**ELM, "policies/2024.yaml": policy_text("2024", rest=below)},
    ).get("elm")
    rules = policy_of(elm).rules
    assert [(rule.entry.id, rule.entry.title, rule.landlord) for rule in rules] == [
        ("promise-a", "Own", "elm"),
        ("promise-b", "Group", "oak"),
    ]
    assert rules[0].rule == {"id": "promise-a", "title": "Own", "require": "stage_1.defined"}
    assert str(rules[1].locate(("require",))).endswith("oak/policies/2024.yaml:5:46")


def test_closure_days_of_a_subsidiary_replace_those_of_the_group(tmp_path: Path) -> None:
    oak_files = {
        **OAK,
        "policies/2024.yaml": policy_text("2024", rest="closure_days: [2025-12-29, 2025-12-24]\n"),
    }
    elm_files = {**ELM, "policies/2024.yaml": policy_text("2024", rest="closure_days: []\n")}
    landlords = group(
        tmp_path, oak=oak_files, elm=elm_files, ash={"landlord.yaml": "id: ash\nname: Ash\nparent: oak\n"}
    )
    closed = (date(2025, 12, 24), date(2025, 12, 29))
    assert policy_of(landlords.get("oak")).closure_days == closed
    assert policy_of(landlords.get("ash")).closure_days == closed
    assert policy_of(landlords.get("elm")).closure_days == ()


def test_numbers_become_parameters_of_conditions_and_other_settings_do_not(tmp_path: Path) -> None:
    rest = RESPOND.replace("}}\n", "}, a.list: {value: [x, y], meaning: L}, a.flag: {value: true, meaning: F}}\n")
    oak = group(tmp_path, oak={**OAK, "policies/2024.yaml": policy_text("2024", rest=rest)}).get("oak")
    parameters = policy_of(oak).parameters()
    assert list(parameters) == ["policy.stage_1.respond"]
    assert (parameters["policy.stage_1.respond"].value, parameters["policy.stage_1.respond"].unit) == (
        10,
        "working_days",
    )
    assert policy_of(oak).settings["a.list"].value == ("x", "y")
    assert policy_of(oak).settings["a.flag"].value is True


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("settings: {a.b: {value: 2, meaning: M}}", "a number needs a `unit`"),
        ("settings: {a.b: {value: true, unit: count, meaning: M}}", "only a number has a `unit`"),
        ("settings: {a.b: {value: -1, unit: count, meaning: M}}", "not below zero"),
        ("settings: {a.b: {value: 2, unit: weeks, meaning: M}}", "weeks"),
        ("settings: {respond: {value: 2, unit: count, meaning: M}}", "respond"),
        ("settings: {a.b: {value: 2, unit: count}}", "the setting `a.b` does not say what it means"),
        ("setings: {}", "did you mean `settings`"),
        ("closure_days: [2025-02-30]", "2025-02-30"),
        ('rules: {"6.2": [{id: promise, title: T}]}', "exactly one of"),
        ('rules: {"6.2": [{id: promise, title: T, requires: x}]}', "did you mean `require`"),
    ],
)
def test_a_mistake_in_a_policy_file_is_one_error_with_its_line(tmp_path: Path, rest: str, message: str) -> None:
    files = {**OAK, "policies/2024.yaml": policy_text("2024", rest=rest + "\n")}
    oak = group(tmp_path, oak=files).get("oak")
    with pytest.raises(LandlordError) as caught:
        oak.policy_on(date(2025, 1, 1))
    assert "policies/2024.yaml:2:" in str(caught.value)
    assert message in str(caught.value)


def test_two_rules_with_one_id_in_a_policy_are_an_error(tmp_path: Path) -> None:
    rest = """\
        rules:
          "6.2": [{id: promise, title: T, require: stage_1.logged}]
          "6.3": [{id: promise, title: T, require: stage_1.responded}]
        """
    oak = group(tmp_path, oak={**OAK, "policies/2024.yaml": policy_text("2024", rest=rest)}).get("oak")
    with pytest.raises(LandlordError, match=r"2024\.yaml:4:\d+: two rules have the id `promise`"):
        oak.policy_on(date(2025, 1, 1))


def test_a_version_that_is_not_the_name_of_its_file_is_an_error(tmp_path: Path) -> None:
    oak = group(tmp_path, oak={**OAK, "policies/2024.yaml": policy_text("2023")}).get("oak")
    with pytest.raises(LandlordError, match=r"the version `2023` does not match the file name `2024\.yaml`"):
        oak.policy_on(date(2025, 1, 1))


def test_a_policy_that_ends_before_it_starts_is_an_error(tmp_path: Path) -> None:
    files = {**OAK, "policies/2024.yaml": policy_text("2024", "2024-04-01", "2024-03-31")}
    with pytest.raises(LandlordError, match="a policy cannot end before it starts"):
        group(tmp_path, oak=files).get("oak").policy_on(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("first_end", "second_start"), [("2024-12-31", "2024-12-31"), ("", "2025-01-01"), ("2025-06-01", "")]
)
def test_two_policies_in_force_on_one_day_are_an_error(tmp_path: Path, first_end: str, second_start: str) -> None:
    files = {
        **OAK,
        "policies/first.yaml": policy_text("first", "2024-01-01", first_end),
        "policies/second.yaml": policy_text("second", second_start, "2026-01-01"),
    }
    with pytest.raises(LandlordError, match="of `oak` are in force on the same day"):
        group(tmp_path, oak=files).get("oak").policy_on(date(2025, 1, 1))


def test_policies_that_follow_each_other_day_by_day_do_not_overlap(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(policy_text("b", "2025-01-01"))
    (tmp_path / "a.yaml").write_text(policy_text("a", "", "2024-12-31"))
    assert [version.version for version in read_policies("oak", tmp_path)] == ["a", "b"]


def test_the_digest_changes_with_the_content_and_not_with_the_place(tmp_path: Path) -> None:
    files = {**OAK, "policies/2024.yaml": policy_text("2024", rest=RESPOND)}
    changed = {**OAK, "policies/2024.yaml": policy_text("2024", rest=RESPOND.replace("10", "9"))}
    digests = [
        policy_of(group(tmp_path / place, oak=content).get("oak")).digest
        for place, content in (("here", files), ("there", files), ("elsewhere", changed))
    ]
    assert digests[0] == digests[1] != digests[2]
    assert digests[0].startswith("sha256:")


def test_the_same_day_gives_the_same_policy_object(tmp_path: Path) -> None:
    oak = group(tmp_path, oak={**OAK, "policies/2024.yaml": policy_text("2024", rest=RESPOND)}).get("oak")
    assert policy_of(oak, "2025-01-01") is policy_of(oak, "2026-01-01")


def version_with(landlord: str, values: Mapping[str, int]) -> PolicyVersion:
    """A policy version made from numbers, with a document to point into."""
    lines = [policy_text("v"), "settings:\n" if values else ""]
    lines += [f"  {name}: {{value: {value}, unit: count, meaning: M}}\n" for name, value in values.items()]
    document = parse_document("".join(lines), f"{landlord}.yaml")
    return PolicyVersion(landlord, "v", "Policy", None, None, document, PolicyFile.model_validate(document.data))


VALUES = st.dictionaries(st.sampled_from(["a.b", "a.c", "d.e", "d.f"]), st.integers(0, 50))


@given(st.lists(VALUES, min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_of_several_layers_the_lowest_that_sets_a_value_decides(layers: list[dict[str, int]]) -> None:
    versions = [version_with(f"l{index}", values) for index, values in enumerate(layers)]
    merged = merge("l", versions).settings
    expected = {name: value for values in layers for name, value in values.items()}
    deciding = {name: f"l{index}" for index, values in enumerate(layers) for name in values}
    assert {name: setting.value for name, setting in merged.items()} == expected
    assert {name: setting.landlord for name, setting in merged.items()} == deciding


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=1, max_size=5, unique=True),
    st.dates(date(1995, 1, 1), date(2035, 1, 1)),
)
def test_of_consecutive_versions_exactly_one_is_in_force_from_the_first_start_on(starts: list[date], day: date) -> None:
    starts = sorted(starts)
    ends = [start - timedelta(days=1) for start in starts[1:]] + [None]
    template = version_with("oak", {})
    versions = [
        PolicyVersion("oak", str(start), "Policy", start, end, template.document, template.content)
        for start, end in zip(starts, ends, strict=True)
    ]
    assert sum(version.in_force_on(day) for version in versions) == (1 if day >= starts[0] else 0)


def test_a_gap_between_two_versions_is_refused_with_its_days(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    for version, dates in (("v1", "{to: 2021-03-31}"), ("v2", "{from: 2024-04-01}")):
        header = f'policy: {{title: P, version: "{version}", in_force: {dates}, source: S}}\n'
        (folder / f"{version}.yaml").write_text(header, encoding="utf-8")
    with pytest.raises(LandlordError) as refused:
        read_policies("oak", folder)
    assert refused.value.problems[0].message == (
        "no policy of `oak` is in force from 2021-04-01 to 2024-03-31, between `v1` and `v2`"
    )
    assert "held: false" in (refused.value.problems[0].hint or "")


def test_a_version_whose_text_is_not_held_closes_the_gap(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    headers = {
        "v1": "in_force: {to: 2021-03-31}",
        "v2": "held: false, in_force: {from: 2021-04-01, to: 2024-03-31}",
        "v3": "in_force: {from: 2024-04-01}",
    }
    for version, rest in headers.items():
        header = f'policy: {{title: P, version: "{version}", source: S, {rest}}}\n'
        (folder / f"{version}.yaml").write_text(header, encoding="utf-8")
    versions = read_policies("oak", folder)
    assert [(version.version, version.held) for version in versions] == [("v1", True), ("v2", False), ("v3", True)]
