"""Professional standards: what a group says once, what its subsidiary changes, and every mistake with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_running import ROOT
from code_engine.assessment.standards import Standards, has_standards, standards_of, standards_problems
from code_engine.assessment.standards_file import CHARACTERISTICS
from code_engine.checks.checking import check_targets
from code_engine.checks.targets import targets_of
from code_engine.errors import LandlordError
from code_engine.landlord.landlords import Landlord
from code_engine.landlord.plugins import load_plugins
from code_engine.landlord.profile import Profile

SOURCES = ROOT.parent / "shared" / "sources"
PLUGINS = ROOT / "plugins"
HEADER = """\
standards:
  title: Standards
  body: An Institute
  source: Invented
  introduction: "At {landlord}."
"""


def written(**characteristics: str) -> str:
    """A whole standards.yaml; a characteristic that is not given has one plain statement."""
    lines = ["characteristics:"]
    for name in CHARACTERISTICS:
        plain = "{meaning: To be good, statements: [{id: plain, text: We are good.}]}"
        lines.append(f"  {name}: {characteristics.get(name, plain)}")
    return HEADER + "\n".join(lines) + "\n"


def landlord(folder: Path, text: str | None, parent: Landlord | None = None, **profile: object) -> Landlord:
    """An invented landlord whose standards.yaml holds that text; None: it has no such file."""
    identity = str(profile.get("id", "oak" if parent is None else "elm"))
    home = folder / identity
    home.mkdir(parents=True, exist_ok=True)
    if text is not None:
        (home / "standards.yaml").write_text(dedent(text), encoding="utf-8")
    read = Profile.model_validate({"name": f"{identity.title()} Homes", **profile, "id": identity})
    return Landlord(read.below(parent.profile) if parent else read, parent, home)


def texts(standards: Standards, name: str) -> list[str]:
    """The statements of one characteristic."""
    (found,) = (each for each in standards.characteristics if each.name == name)
    return [statement.text for statement in found.statements]


def problem_of(each: Landlord) -> str:
    """The one mistake in a statement, with its place and hint."""
    with pytest.raises(LandlordError) as raised:
        standards_of(each)
    (problem,) = raised.value.problems
    return str(problem)


def shipped(name: str) -> Landlord:
    """A landlord of the repository, below its group."""
    return load_plugins().get(name)


def test_both_landlords_of_the_repository_go_through_all_seven_characteristics() -> None:
    counts = {
        name: [len(each.statements) for each in standards_of(shipped(name)).characteristics]
        for name in ("red_kite", "twenty11")
    }
    assert counts == {"red_kite": [5, 6, 2, 5, 3, 7, 2], "twenty11": [5, 6, 2, 5, 3, 6, 4]}


def test_apart_from_the_name_the_two_differ_only_as_advocates_and_in_how_they_lead() -> None:
    red_kite, twenty11 = standards_of(shipped("red_kite")), standards_of(shipped("twenty11"))
    for name in ("integrity", "inclusive", "ethical", "knowledgeable", "skilled"):
        renamed = [text.replace("Red Kite", "Twenty11") for text in texts(red_kite, name)]
        assert renamed == texts(twenty11, name)
    assert any("PlaceShapers" in text for text in texts(red_kite, "advocate"))
    assert not any("PlaceShapers" in text for text in texts(twenty11, "advocate"))
    assert any("the Regulator and the Ombudsman" in text for text in texts(red_kite, "advocate"))
    assert any("work together with the Housing Ombudsman" in text for text in texts(twenty11, "advocate"))
    assert not set(texts(red_kite, "leadership")) & set(texts(twenty11, "leadership"))


def test_what_both_share_is_written_once_in_the_group() -> None:
    own = {
        (each.name, statement.id)
        for each in standards_of(shipped("twenty11")).characteristics
        for statement in each.statements
        if statement.landlord == "twenty11"
    }
    assert own == {
        ("advocate", "cooperation"),
        ("advocate", "community"),
        ("leadership", "new-provider"),
        ("leadership", "purpose"),
        ("leadership", "what-matters"),
        ("leadership", "adapting"),
    }


def test_every_statement_keeps_the_file_and_line_it_was_written_at() -> None:
    for each in standards_of(shipped("twenty11")).characteristics:
        for statement in each.statements:
            path, line = Path(statement.origin.file), statement.origin.line
            assert path.parent.name == statement.landlord
            assert line is not None
            assert f"id: {statement.id}" in path.read_text(encoding="utf-8").splitlines()[line - 1]


def test_no_published_sentence_is_repeated() -> None:
    """Facts and names carry over from the published pages, their sentences do not."""
    if not SOURCES.is_dir():
        pytest.skip("the published pages are not part of the repository")
    published = {run for path in sorted(SOURCES.glob("*.txt")) for run in runs_of_words(path.read_text("utf-8"))}
    for name in ("red_kite", "twenty11"):
        standards = standards_of(shipped(name))
        own = [standards.introduction]
        for each in standards.characteristics:
            own += [each.meaning, *(statement.text for statement in each.statements)]
        repeated = {run for text in own for run in runs_of_words(text)} & published
        assert repeated == set()


def runs_of_words(text: str, length: int = 6) -> Iterator[tuple[str, ...]]:
    """Every run of that many words, without marks and capitals."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    for start in range(len(words) - length + 1):
        yield tuple(words[start : start + length])


# Layers


def test_a_subsidiary_replaces_a_statement_in_its_place_and_adds_others_at_the_end(tmp_path: Path) -> None:
    entry = "{meaning: M, statements: [{id: a, text: One}, {id: b, text: Two}, {id: c, text: Three}]}"
    oak = landlord(tmp_path, written(skilled=entry))
    below = """\
        standards: {source: Invented}
        characteristics:
          skilled: {statements: [{id: d, text: Four}, {id: b, text: Another two}]}
        """
    elm = landlord(tmp_path, below, oak)
    assert texts(standards_of(elm), "skilled") == ["One", "Another two", "Three", "Four"]
    assert texts(standards_of(oak), "skilled") == ["One", "Two", "Three"]


def test_a_subsidiary_drops_a_statement_of_its_group(tmp_path: Path) -> None:
    oak = landlord(tmp_path, written(ethical="{meaning: M, statements: [{id: a, text: One}, {id: b, text: Two}]}"))
    elm = landlord(tmp_path, "standards: {source: S}\ncharacteristics: {ethical: {drop: [a]}}\n", oak)
    assert texts(standards_of(elm), "ethical") == ["Two"]


def test_a_dropped_statement_may_come_back_with_other_words_at_the_end(tmp_path: Path) -> None:
    oak = landlord(tmp_path, written(ethical="{meaning: M, statements: [{id: a, text: One}, {id: b, text: Two}]}"))
    again = "{drop: [a], statements: [{id: a, text: Last}]}"
    elm = landlord(tmp_path, f"standards: {{source: S}}\ncharacteristics: {{ethical: {again}}}\n", oak)
    assert texts(standards_of(elm), "ethical") == ["Two", "Last"]


def test_a_subsidiary_without_a_file_has_its_groups_statement_in_its_own_words(tmp_path: Path) -> None:
    entry = "{meaning: M, statements: [{id: a, text: '{residents} of {landlord} trust the {policy}, {values}.'}]}"
    oak = landlord(tmp_path, written(integrity=entry), values=["Care"], terms={"policy": "promise"})
    elm = landlord(tmp_path, None, oak, terms={"residents": "tenants"}, values=["Care", "Calm", "Joy"])
    assert texts(standards_of(oak), "integrity") == ["Residents of Oak Homes trust the promise, Care."]
    assert texts(standards_of(elm), "integrity") == ["Tenants of Elm Homes trust the promise, Care, Calm and Joy."]
    assert standards_of(elm).introduction == "At Elm Homes."


def test_the_lowest_layer_that_has_a_title_or_a_meaning_gives_it(tmp_path: Path) -> None:
    oak = landlord(tmp_path, written())
    below = "standards: {source: S, title: Ours}\ncharacteristics: {skilled: {meaning: To be able}}\n"
    elm = standards_of(landlord(tmp_path, below, oak))
    assert (elm.title, elm.body) == ("Ours", "An Institute")
    assert [each.meaning for each in elm.characteristics if each.name == "skilled"] == ["To be able"]
    assert elm.sources == (("oak", "Invented"), ("elm", "S"))


def test_three_layers_lie_on_top_of_each_other(tmp_path: Path) -> None:
    oak = landlord(tmp_path, written(skilled="{meaning: M, statements: [{id: a, text: One}, {id: b, text: Two}]}"))
    add = "standards: {source: S}\ncharacteristics: {skilled: {statements: [{id: c, text: Three}]}}\n"
    elm = landlord(tmp_path, add, oak)
    drop = "standards: {source: S}\ncharacteristics: {skilled: {drop: [a, c]}}\n"
    ash = landlord(tmp_path, drop, elm, id="ash")
    assert texts(standards_of(ash), "skilled") == ["Two"]
    assert texts(standards_of(elm), "skilled") == ["One", "Two", "Three"]


@given(kept=st.sets(st.integers(0, 9), min_size=1))
def test_what_is_not_dropped_stays_in_its_order(kept: set[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("dropped")
    entries = ", ".join(f"{{id: s{number}, text: T{number}}}" for number in range(10))
    oak = landlord(folder, written(advocate=f"{{meaning: M, statements: [{entries}]}}"))
    dropped = ", ".join(f"s{number}" for number in sorted(set(range(10)) - kept, reverse=True))
    elm = landlord(folder, f"standards: {{source: S}}\ncharacteristics: {{advocate: {{drop: [{dropped}]}}}}\n", oak)
    assert texts(standards_of(elm), "advocate") == [f"T{number}" for number in sorted(kept)]


# Mistakes


def test_a_landlord_without_standards_is_told_what_to_write(tmp_path: Path) -> None:
    elm = landlord(tmp_path, None, landlord(tmp_path, None))
    assert not has_standards(elm)
    assert standards_problems(elm) == ()
    said = problem_of(elm)
    assert "the landlord `elm` has no professional standards" in said
    assert "write a standards.yaml in its folder, or in its group's" in said


def test_a_missing_characteristic_is_named_at_the_list_it_is_missing_from(tmp_path: Path) -> None:
    text = "".join(line for line in written().splitlines(keepends=True) if not line.startswith("  advocate"))
    said = problem_of(landlord(tmp_path, text))
    assert "oak/standards.yaml:6:1: the characteristic `advocate` is missing" in said
    assert "add `advocate:` with `meaning:` and `statements:`" in said


def test_a_subsidiary_alone_cannot_make_a_whole_statement(tmp_path: Path) -> None:
    oak = landlord(tmp_path, None)
    elm = landlord(tmp_path, "standards: {source: S, title: T, body: B, introduction: I}\n", oak)
    assert len(standards_problems(elm)) == 7


def test_an_unknown_characteristic_gets_a_suggestion(tmp_path: Path) -> None:
    said = problem_of(landlord(tmp_path, written().replace("  advocate:", "  advocat:")))
    assert ":12:3: unknown key `advocat`" in said
    assert "did you mean `advocate`?" in said


def test_an_unknown_placeholder_gets_a_suggestion_at_its_statement(tmp_path: Path) -> None:
    entry = "{meaning: M, statements: [{id: a, text: '{resident_s} first'}]}"
    said = problem_of(landlord(tmp_path, written(integrity=entry)))
    assert "oak/standards.yaml:7:40: unknown placeholder `{resident_s}`" in said
    assert "did you mean `residents`?" in said


def test_a_placeholder_that_resembles_none_gets_the_list(tmp_path: Path) -> None:
    said = problem_of(landlord(tmp_path, written(integrity="{meaning: 'Be {zzz}', statements: [{id: a, text: A}]}")))
    assert "unknown placeholder `{zzz}`" in said
    assert "there are: {complaints_officer}, {defining}, {definition}, {landlord}" in said


@pytest.mark.parametrize("text", ["{landlord", "landlord}", "{{landlord}}", "}{"])
def test_a_brace_that_belongs_to_no_placeholder_is_refused(tmp_path: Path, text: str) -> None:
    entry = f"{{meaning: M, statements: [{{id: a, text: '{text}'}}]}}"
    assert "a brace stands alone in this text" in problem_of(landlord(tmp_path, written(integrity=entry)))


def test_values_that_a_landlord_has_not_stated_cannot_be_named(tmp_path: Path) -> None:
    entry = "{meaning: M, statements: [{id: a, text: 'Our values: {values}'}]}"
    said = problem_of(landlord(tmp_path, written(integrity=entry)))
    assert "`{values}` stands for nothing at this landlord" in said
    assert "add `values:` to its landlord.yaml" in said


def test_only_a_statement_of_a_group_can_be_dropped(tmp_path: Path) -> None:
    oak = landlord(tmp_path, written(skilled="{meaning: M, statements: [{id: learning, text: One}]}"))
    below = "standards: {source: S}\ncharacteristics:\n  skilled: {drop: [lerning]}\n"
    said = problem_of(landlord(tmp_path, below, oak))
    assert "elm/standards.yaml:3:20: there is no statement `lerning` of `skilled` above to drop" in said
    assert "did you mean `learning`?" in said


def test_a_group_has_nothing_to_drop(tmp_path: Path) -> None:
    entry = "{meaning: M, drop: [gone], statements: [{id: a, text: A}]}"
    assert "a group has none to drop" in problem_of(landlord(tmp_path, written(skilled=entry)))


def test_a_characteristic_must_not_be_emptied(tmp_path: Path) -> None:
    oak = landlord(tmp_path, written())
    below = "standards: {source: S}\ncharacteristics:\n  skilled: {drop: [plain]}\n"
    said = problem_of(landlord(tmp_path, below, oak))
    assert "elm/standards.yaml:3:3: the characteristic `skilled` has no statement" in said


def test_a_characteristic_says_what_it_means(tmp_path: Path) -> None:
    said = problem_of(landlord(tmp_path, written(skilled="{statements: [{id: a, text: A}]}")))
    assert ":11:3: the characteristic `skilled` has no meaning" in said


def test_two_statements_of_one_file_cannot_have_one_id(tmp_path: Path) -> None:
    entry = "{meaning: M, statements: [{id: a, text: A}, {id: a, text: B}]}"
    assert "two statements of `skilled` have the id `a`" in problem_of(landlord(tmp_path, written(skilled=entry)))


@pytest.mark.parametrize("key", ["title", "body", "introduction"])
def test_a_header_without_a_part_is_told_which(tmp_path: Path, key: str) -> None:
    text = re.sub(rf"^  {key}: .*\n", "", written(), count=1, flags=re.MULTILINE)
    assert f":2:3: the key `{key}` is missing" in problem_of(landlord(tmp_path, text))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    bad = "{meaning: '{nobody}', drop: [gone], statements: [{id: a, text: '{nowhere}'}]}"
    assert len(standards_problems(landlord(tmp_path, written(skilled=bad)))) == 3


def test_the_static_check_reads_the_standards_of_a_landlord(tmp_path: Path) -> None:
    home = files(
        tmp_path / "oak", {"landlord.yaml": "id: oak\nname: Oak\nsends_letters: false\n", "standards.yaml": HEADER}
    )
    report = check_targets(targets_of([home]))
    assert [problem.message for problem in report.problems] == [
        f"the characteristic `{name}` is missing" for name in CHARACTERISTICS
    ]


def files(folder: Path, contents: Mapping[str, str]) -> Path:
    """A folder with those files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
