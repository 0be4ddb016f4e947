"""Rules that are replaced while a program runs: by what stands in the files, whole, or not at all."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from code_engine import CodeEngineError, LiveEngine, parse_case
from code_engine.evaluation.evaluation import Evaluation
from code_engine.ruleset.catalogue import shipped_rulesets
from event_sequences import CODE
from invented_landlords import Shelf, landlord, shelf_in

CASE = parse_case(
    {
        "reference": "L-1",
        "landlord": "code-only",
        "events": [
            {"type": "complaint_received", "date": "2025-06-02"},
            {"type": "acknowledged", "stage": 1, "date": "2025-06-02"},
        ],
    }
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rulesets that may be edited."""
    return Path(shutil.copytree(shipped_rulesets(), tmp_path / "rulesets"))


def parameters(folder: Path) -> Path:
    return folder / "housing-ombudsman-code" / "2024-04-01" / "parameters.yaml"


def set_limit(folder: Path, days: int) -> None:
    """Edit the file as an editor does: the new text replaces the old one at once."""
    file = parameters(folder)
    text = file.read_text(encoding="utf-8")
    start = text.index("stage_1.respond:")
    place = text.index("value: ", start)
    end = text.index("\n", place)
    replace(file, f"{text[:place]}value: {days}{text[end:]}")


def replace(file: Path, text: str) -> None:
    beside = file.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


def answered(live: LiveEngine) -> Evaluation:
    return live.engine.evaluate(CASE, as_of=date(2025, 6, 10))


def due(evaluation: Evaluation) -> date | None:
    return evaluation.finding("stage-1-response-in-time").due_on


def test_files_that_did_not_change_are_not_read_again(folder: Path) -> None:
    live = LiveEngine([folder])
    before = live.engine
    assert live.reload() is False
    assert live.reload_if_changed() is False
    assert live.engine is before


def test_an_edited_ruleset_answers_from_the_next_question_on_and_names_its_digest(folder: Path) -> None:
    live = LiveEngine([folder])
    before = answered(live)
    set_limit(folder, 9)
    assert answered(live) == before
    assert live.reload_if_changed() is True
    after = answered(live)
    assert (due(before), due(after)) == (date(2025, 6, 16), date(2025, 6, 13))
    assert before.ruleset.digest != after.ruleset.digest
    assert after.ruleset.digest == LiveEngine([folder]).engine.catalogue.named(CODE).digest


def test_a_broken_file_keeps_the_rules_and_says_what_is_wrong(folder: Path) -> None:
    live = LiveEngine([folder])
    engine, digest, good = live.engine, live.digest, parameters(folder).read_text(encoding="utf-8")
    replace(parameters(folder), good + "nonsense: [\n")
    with pytest.raises(CodeEngineError, match=r"parameters\.yaml:\d+:\d+"):
        live.reload()
    assert (live.engine, live.digest) == (engine, digest)
    assert live.reload_if_changed() is False
    assert "parameters.yaml" in str(live.problems[0])
    replace(parameters(folder), good)
    assert live.reload_if_changed() is False
    assert live.problems == ()
    assert live.engine is engine


def test_files_that_were_refused_are_read_again_only_when_they_have_changed_once_more(folder: Path) -> None:
    live = LiveEngine([folder])
    good = parameters(folder).read_text(encoding="utf-8")
    replace(parameters(folder), good + "nonsense: [\n")
    live.reload_if_changed()
    first = live.problems
    live.reload_if_changed()
    assert live.problems is first
    set_limit_in = good.replace("nonsense", "")
    replace(parameters(folder), set_limit_in + "other_nonsense: [\n")
    live.reload_if_changed()
    assert live.problems is not first


def test_a_mistake_that_no_case_meets_is_found_as_well(folder: Path) -> None:
    """Rules about policies are read on demand; an engine in use must never come upon a file that was edited since."""
    live = LiveEngine([folder])
    header = yaml.safe_load((parameters(folder).parent / "ruleset.yaml").read_text(encoding="utf-8"))
    on_demand = parameters(folder).parent / header["on_demand"][0]
    replace(on_demand, on_demand.read_text(encoding="utf-8") + "\nnonsense: true\n")
    with pytest.raises(CodeEngineError, match="nonsense"):
        live.reload()


def test_a_file_that_is_half_written_is_never_used(folder: Path) -> None:
    live = LiveEngine([folder])
    text = parameters(folder).read_text(encoding="utf-8")
    for share in (0, 3, 7):
        parameters(folder).write_text(text[: len(text) * share // 10], encoding="utf-8")
        live.reload_if_changed()
        assert due(answered(live)) == date(2025, 6, 16)
        assert live.problems


def test_many_threads_that_reload_and_ask_at_once_get_whole_answers(folder: Path) -> None:
    live = LiveEngine([folder])
    set_limit(folder, 9)
    changed = LiveEngine([folder])
    expected = {answered(live).to_json(), answered(changed).to_json()}
    assert len(expected) == 2
    found: set[str] = set()
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            found.add(answered(live).to_json())

    def look() -> None:
        while not ended.is_set():
            live.reload_if_changed()

    threads = [threading.Thread(target=work) for work in (ask, ask, look, look)]
    for thread in threads:
        thread.start()
    for days in (10, 9, 10, 9, 10):
        set_limit(folder, days)
        live.reload_if_changed()
    ended.set()
    for thread in threads:
        thread.join()
    assert found == expected
    assert due(answered(live)) == date(2025, 6, 16)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """A folder for invented landlords, beside those that are installed."""
    yield from shelf_in(tmp_path, monkeypatch)


def test_a_mistake_that_was_there_before_does_not_stop_the_rest_from_being_replaced(shelf: Shelf) -> None:
    package = shelf.put("pair", {"oak": landlord("oak"), "elm": {"landlord.yaml": "id: elm\nnmae: Elm\n"}})
    live = LiveEngine()
    assert [each.landlord for each in live.engine.landlords.skipped] == ["elm"]
    replace(package / "oak" / "landlord.yaml", "id: oak\nname: Oak Homes\n")
    assert live.reload_if_changed() is True
    assert live.engine.landlords.get("oak").name == "Oak Homes"


def test_a_new_landlord_is_found_and_one_with_a_new_mistake_stays_as_it_was(shelf: Shelf) -> None:
    package = shelf.put("one", {"oak": landlord("oak")})
    live = LiveEngine()
    (package / "ash").mkdir()
    replace(package / "ash" / "landlord.yaml", "id: ash\nname: Ash\n")
    assert live.reload_if_changed() is True
    assert "ash" in live.engine.landlords.ids()
    replace(package / "oak" / "landlord.yaml", "id: oak\n")
    assert live.reload_if_changed() is False
    assert live.engine.landlords.get("oak").name == "Oak"
    assert "oak" in str(live.problems[0])
