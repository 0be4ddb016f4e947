"""The shape of the code: imports point one way, modules stay short, and the engine reads no clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "code_engine"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    ("errors", "version", "bank_holidays", "day_words", "colours", "forking"),
    ("documents", "calendar"),
    ("case",),
    ("policy",),
    ("ruleset",),
    ("landlord",),
    ("evaluation",),
    ("landlord_program",),
    ("engine",),
    ("assessment", "deadlines", "embedding"),
    ("scenarios", "portfolio"),
    ("letters",),
    ("presentation", "checks", "schemas", "scaffold"),
    ("conformance",),
    ("service",),
    ("cli",),
)
"""From the bottom up: a module may import from its own part and from the parts below it."""

HEIGHT = {part: height for height, parts in enumerate(LAYERS) for part in parts}


def part_of(module: str) -> str:
    """The first name below code_engine: `code_engine.case.fold` belongs to `case`."""
    names = module.split(".")
    return names[1] if len(names) > 1 else ""


def imported(path: Path) -> Iterator[str]:
    """The modules of this package that a file imports at run time, wherever the import stands."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("code_engine"):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("code_engine"))


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def all_imports(path: Path) -> Iterator[str]:
    """Every module a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    for module in imported(path):
        part = part_of(module)
        assert part == own or HEIGHT[part] < HEIGHT[own], f"{own} must not import {module}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_is_longer_than_five_hundred_lines(path: Path) -> None:
    if path.name == "bank_holidays.py":
        return
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


def of_a_clock(value: ast.expr) -> bool:
    """Whether something is called on a clock that was passed in, as the service and its store have one."""
    name = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
    return name in ("clock", "_clock")


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_the_command_line_reads_the_clock(path: Path) -> None:
    if "cli" in path.relative_to(PACKAGE).parts:
        return
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not of_a_clock(node.func.value)
    }
    assert not calls & {"today", "now", "utcnow", "time", "monotonic", "localtime"}


def test_durable_rules_is_named_in_one_module_only() -> None:
    found = {
        named(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == "durable_rules_engine"
    }
    assert found == {"evaluation/consequences/durable.py"}
    for path in MODULES:
        assert not any(module.startswith("durable") for module in all_imports(path)), named(path)


def test_nothing_is_evaluated_as_python_source() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec"}, named(path)
