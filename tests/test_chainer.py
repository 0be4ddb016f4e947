"""Both chainers draw exactly what follows, whatever the rules, facts, threads and number of runs."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_engine.errors import ConsequenceError
from code_engine.evaluation.consequences import (
    Consequence,
    ConsequenceRules,
    build_chainer,
    durable_available,
    durable_unavailable_because,
)
from code_engine.evaluation.consequences.durable import _SHARED, DurableChainer, library
from code_engine.ruleset.consequence_models import Atom
from consequence_builders import consequence, rules_of

STATUSES = ("met", "breached", "pending", "undetermined", "not_applicable")
LABELS = ("met_with_extension", "contested", "within_one_day")
SOURCE = Path(__file__).resolve().parents[1] / "src"

Findings = dict[tuple[str, str], tuple[str, bool, tuple[str, ...]]]
Facts = dict[str, bool | None]


@st.composite
def atoms(draw: st.DrawFn, readable: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(["status", "status", "label", "fact", *(["derived"] * 3 if readable else [])]))
    if kind == "derived":
        return {"derived": f"name.{draw(st.integers(0, readable - 1))}"}
    if kind == "fact":
        return {"fact": f"flag.f{draw(st.integers(0, 4))}", "is": draw(st.booleans())}
    rule = f"rule-{draw(st.integers(0, 5))}"
    if kind == "label":
        return {"rule": rule, "label": draw(st.sampled_from(LABELS))}
    outstanding = draw(st.sampled_from([None, None, True, False]))
    choice = STATUSES if outstanding is None else ("breached", "pending") if outstanding else ("breached",)
    chosen = draw(st.sets(st.sampled_from(choice), min_size=1))
    if outstanding is not None:
        return {"rule": rule, "status": sorted(chosen | {"breached"}), "outstanding": outstanding}
    return {"rule": rule, "status": sorted(chosen)}


@st.composite
def rule_sets(draw: st.DrawFn) -> ConsequenceRules:
    """Two files of consequences; each derives a name that only later ones may read."""
    sources: tuple[list[Consequence], list[Consequence]] = ([], [])
    for number in range(draw(st.integers(1, 45))):
        readable = max(0, number - 1)
        when = {
            "all": draw(st.lists(atoms(readable), max_size=4)),
            "any": draw(st.lists(atoms(readable), max_size=4)),
        }
        if not when["all"] and not when["any"]:
            when["all"] = [{"fact": "flag.f0", "is": True}]
        item = consequence(
            f"c-{number}", when, derives=f"name.{number}", layer=draw(st.sampled_from(["code", "policy"]))
        )
        sources[draw(st.integers(0, 1))].append(item)
    return rules_of(*(_possible(source) for source in _readable(sources)))


def _readable(sources: tuple[list[Consequence], ...]) -> list[list[Consequence]]:
    """Without consequences that wait for a name whose deriver turned out impossible."""
    kept = [list(source) for source in sources]
    while True:
        derived = {item.then.derives for source in kept for item in _possible(source)}
        left = [[item for item in _possible(source) if _waits_for(item) <= derived] for source in kept]
        if left == kept:
            return kept
        kept = left


def _waits_for(item: Consequence) -> set[str | None]:
    return {atom.derived for atom in (*item.when.all, *item.when.any) if atom.derived is not None}


def _possible(source: list[Consequence]) -> list[Consequence]:
    return [item for item in source if _can_fire(item)]


def _can_fire(item: Consequence) -> bool:
    names = {f"name.{number}" for number in range(45)}
    branches = [[*item.when.all, choice] for choice in item.when.any] or [list(item.when.all)]
    for branch in branches:
        seen: dict[Any, set[Any]] = {}
        for atom in branch:
            if atom.derived is None and atom.label is None:
                seen.setdefault(atom.rule or atom.fact, set(_worlds(atom))).intersection_update(_worlds(atom))
        if all(seen.values()) and all(atom.derived in names for atom in branch if atom.derived):
            return True
    return False


def _worlds(atom: Atom) -> set[Any]:
    """Every value with which a condition holds, in the words of the format."""
    if atom.fact is not None:
        return {atom.is_}
    pairs = {("breached", True), *((status, False) for status in STATUSES)}
    return {
        (status, undone)
        for status, undone in pairs
        if status in (atom.status or ())
        and (atom.outstanding is None or status == "pending" or undone == atom.outstanding)
    }


@st.composite
def situations(draw: st.DrawFn) -> tuple[Findings, Facts]:
    findings: Findings = {}
    for layer in ("code", "policy"):
        for number in range(6):
            status = draw(st.sampled_from([*STATUSES, None]))
            if status is not None:
                undone = status == "breached" and draw(st.booleans())
                labels = tuple(sorted(draw(st.sets(st.sampled_from(LABELS)))))
                findings[layer, f"rule-{number}"] = (status, undone, labels)
    facts: Facts = {f"flag.f{number}": draw(st.sampled_from([True, False, None])) for number in range(5)}
    return findings, facts


def meaning(rules: ConsequenceRules, findings: Findings, facts: Mapping[str, bool | None]) -> tuple[int, ...]:
    """What fires, read straight off the format, with none of the codes."""

    def holds(atom: Atom, layer: str) -> bool:
        if atom.derived is not None:
            return atom.derived in derived
        if atom.fact is not None:
            return facts.get(atom.fact) is atom.is_
        finding = findings.get((layer, atom.rule or ""))
        if finding is None:
            return False
        status, undone, labels = finding
        if atom.label is not None:
            return atom.label in labels
        return (status, undone) in _worlds(atom)

    derived: set[str | None] = set()
    while True:
        fired = [
            index
            for index, item in enumerate(rules.consequences)
            if all(holds(atom, item.layer) for atom in item.when.all)
            and (not item.when.any or any(holds(atom, item.layer) for atom in item.when.any))
        ]
        found = {rules.consequences[index].then.derives for index in fired}
        if found <= derived:
            return tuple(fired)
        derived |= found


@given(rule_sets(), st.lists(situations(), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_both_chainers_draw_what_the_format_means_on_random_rule_sets(
    rules: ConsequenceRules, cases: list[tuple[Findings, Facts]]
) -> None:
    own, durable = build_chainer(rules, "own"), build_chainer(rules, "durable")
    for findings, facts in cases:
        base = rules.base_vector(findings, facts)
        expected = meaning(rules, findings, facts)
        assert own.run(base) == expected
        assert durable.run(base) == expected
        assert durable.run(base) == expected


@given(rule_sets(), st.data())
@settings(max_examples=20, deadline=None)
def test_both_chainers_agree_on_random_vectors(rules: ConsequenceRules, data: st.DataObject) -> None:
    own, durable = build_chainer(rules, "own"), build_chainer(rules, "durable")
    codes = [st.integers(0, item.highest) for item in rules.properties]
    for _ in range(5):
        base = list(data.draw(st.tuples(*codes)))
        assert own.run(base) == durable.run(base)


def chained_rules(landlord: int = 0) -> ConsequenceRules:
    """Sixty consequences of the Code in chains of five, and ten of a landlord's own that read their ends."""
    code: list[Consequence] = []
    for chain in range(12):
        start = {"all": [{"rule": f"rule-{chain}", "status": ["pending", "breached"], "outstanding": True}]}
        code.append(consequence(f"start-{chain}", start, derives=f"chain-{chain}.0"))
        for step in range(4):
            when = {
                "all": [
                    {"derived": f"chain-{chain}.{step}"},
                    {"rule": f"rule-{(chain + step) % 12}", "status": ["breached", "met"]},
                    {"fact": f"flag.f{step}", "is": False},
                ]
            }
            code.append(consequence(f"step-{chain}-{step}", when, derives=f"chain-{chain}.{step + 1}"))
    own = [
        consequence(
            f"landlord-{landlord}-{number}",
            {"all": [{"derived": f"chain-{number}.2"}, {"fact": f"flag.own{landlord % 7}", "is": True}]},
        )
        for number in range(10)
    ]
    return rules_of(code, own)


def some_vectors(rules: ConsequenceRules, number: int) -> list[list[int]]:
    """The same vectors every time; most findings are breached or pending, so that the chains run far."""
    dice = random.Random(2024)
    return [
        [dice.choice((5, 5, 6, 4, 2, 1)) if item.highest > 2 else dice.choice((0, 0, 1)) for item in rules.properties]
        for _ in range(number)
    ]


def test_eight_threads_that_share_a_chainer_get_the_same_answers() -> None:
    rules = chained_rules()
    chainer = build_chainer(rules, "durable")
    bases = some_vectors(rules, 100)
    expected = [build_chainer(rules, "own").run(base) for base in bases]
    assert len(set(expected)) > 10
    barrier = threading.Barrier(8)

    def work(_: int) -> list[tuple[int, ...]]:
        barrier.wait()
        return [chainer.run(base) for base in bases]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [expected] * 8


def resident_kilobytes() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


def test_twenty_thousand_runs_grow_neither_memory_nor_threads() -> None:
    rules = chained_rules()
    chainer = build_chainer(rules, "durable")
    bases = some_vectors(rules, 50)
    for base in bases * 20:
        chainer.run(base)
    gc.collect()
    memory, threads = resident_kilobytes(), threading.active_count()
    for base in bases * 400:
        chainer.run(base)
    gc.collect()
    assert resident_kilobytes() - memory < 2_000
    assert threading.active_count() == threads


def test_fifty_landlords_share_the_rulesets_of_the_code() -> None:
    every = [chained_rules(number) for number in range(50)]
    chainers = [build_chainer(rules, "durable") for rules in every]
    gc.collect()
    before = len(_SHARED)
    for rules, chainer in zip(every, chainers, strict=True):
        for base in some_vectors(rules, 4):
            assert chainer.run(base) == build_chainer(rules, "own").run(base)
    assert len(_SHARED) - before <= 6


def test_a_landlord_may_derive_what_the_code_reads() -> None:
    code = [
        consequence("first", {"all": [{"fact": "flag.a", "is": True}]}, derives="breach"),
        consequence("second", {"all": [{"derived": "breach"}]}),
    ]
    own = [consequence("third", {"all": [{"fact": "flag.b", "is": True}]}, derives="breach")]
    rules = rules_of(code, own)
    base = rules.base_vector({}, {"flag.b": True})
    assert build_chainer(rules, "own").run(base) == (1, 2)
    assert build_chainer(rules, "durable").run(base) == (1, 2)


def test_a_chain_longer_than_a_ruleset_runs_through_all_of_them() -> None:
    items = [consequence("c-0", {"all": [{"fact": "flag.a", "is": True}]}, derives="n.0")]
    items += [
        consequence(f"c-{place}", {"all": [{"derived": f"n.{place - 1}"}]}, derives=f"n.{place}")
        for place in range(1, 90)
    ]
    rules = rules_of(list(reversed(items)))
    for prefer in ("own", "durable"):
        chainer = build_chainer(rules, prefer)
        assert chainer.run([1]) == tuple(range(90))
        assert chainer.run([0]) == ()


def test_the_chainer_that_ran_gives_its_name_and_version() -> None:
    rules = rules_of([consequence("one", {"all": [{"fact": "flag.a", "is": True}]})])
    assert durable_available() == "2.0.28"
    assert durable_unavailable_because() is None
    assert build_chainer(rules).name == "durable_rules 2.0.28"
    assert build_chainer(rules, "own").name == "code-engine chainer"


BLOCKED = """
import sys
sys.modules["durable_rules_engine"] = None
from code_engine.errors import ConsequenceError
from code_engine.evaluation.consequences import *
from code_engine.evaluation.consequences import ConsequenceFile

one = {"id": "one", "when": {"all": [{"fact": "flag.a", "is": True}]}, "because": ["6.2"],
       "then": {"notice": {"to": "somebody", "text": "Something."}}}
file = ConsequenceFile.model_validate({"consequences": [one]})
rules = ConsequenceRules([ConsequenceSource(file.consequences)], known_rules={}, known_facts=["flag.a"])
chainer = build_chainer(rules)
print(chainer.name, chainer.run([1]), chainer.run([2]), durable_available())
print(durable_unavailable_because())
try:
    build_chainer(rules, "durable")
except ConsequenceError as error:
    print(error)
"""


def test_our_own_chainer_takes_over_where_durable_rules_cannot_be_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join([str(SOURCE), *sys.path])},
    )
    first, second, *rest = done.stdout.splitlines()
    assert first == "code-engine chainer (0,) () None"
    assert second.startswith("it cannot be imported (")
    assert "durable_rules cannot be used" in rest[0]


@pytest.fixture
def look_again() -> Iterator[None]:
    """Forget what was found of durable_rules, before the test and after it."""
    library.cache_clear()
    yield
    library.cache_clear()


@pytest.mark.usefixtures("look_again")
def test_without_durable_rules_the_choice_falls_on_our_own_chainer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    rules = chained_rules()
    chainer = build_chainer(rules)
    assert chainer.name == "code-engine chainer"
    assert durable_available() is None
    with pytest.raises(ConsequenceError, match="durable_rules cannot be used: it cannot be imported"):
        build_chainer(rules, "durable")
    with pytest.raises(ValueError, match="cannot be used here"):
        DurableChainer(rules, library())


@pytest.mark.usefixtures("look_again")
def test_a_durable_rules_that_lacks_a_function_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", ModuleType("durable_rules_engine"))
    assert build_chainer(chained_rules()).name == "code-engine chainer"
    assert durable_unavailable_because() == "its engine has no `create_ruleset`"


def test_only_one_module_imports_durable_rules() -> None:
    using = [
        path.name for path in sorted(SOURCE.rglob("*.py")) if "durable_rules_engine" in path.read_text(encoding="utf-8")
    ]
    assert using == ["durable.py"]


def test_nothing_of_durable_rules_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, code_engine.evaluation.consequences\n"
        "print('durable_rules_engine' in sys.modules, 'durable' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join([str(SOURCE), *sys.path])},
    )
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("prefer", ["own", "durable"])
def test_a_run_forgets_the_one_before(prefer: Any) -> None:
    rules = chained_rules()
    chainer = build_chainer(rules, prefer)
    bases = some_vectors(rules, 12)
    alone = [build_chainer(rules, prefer).run(base) for base in bases]
    assert [chainer.run(base) for base in bases] == alone
    assert [chainer.run(base) for base in reversed(bases)] == list(reversed(alone))
    assert chainer.run([0] * len(rules.properties)) == ()
