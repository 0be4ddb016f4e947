"""The text of one generated function, line by line, and the function it becomes.

The text is Python, but no rule's words are in it: what a rule says is bound to parameters of our own (`k7`), each
with its value as default, which is read faster than a name of the namespace. All functions share one namespace. It
has no builtins; the few functions a condition can need are listed here.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from types import CodeType, FunctionType
from typing import Any, Final

from code_engine.case.values import NEVER
from code_engine.evaluation import days, truth
from code_engine.evaluation.calls import given
from code_engine.evaluation.closures import MOST_ITEMS, Closure

_NAMESPACE: Final[dict[str, Any]] = {
    "__builtins__": {},
    **{name: getattr(builtins, name) for name in ("KeyError", "bool", "int", "max", "min", "set", "type")},
    **{name: getattr(truth, name) for name in ("between", "earliest", "hull", "latest", "minus", "plus")},
    "days": days,
    "given": given,
    "MOST": MOST_ITEMS,
    "NEVER": NEVER,
    "UNSET": object(),
}
_READ_FROM_CONTEXT: Final = ("facts", "variables", "memo", "memo_of_facts")


class FunctionText:
    """Collects lines and names; a fact that turns out not to be there is left to the closure `cold`."""

    def __init__(self, cold: Closure) -> None:
        self._constants: dict[str, object] = {"cold": cold}
        self._names: dict[int, str] = {}
        """The names of the constants by their identity."""
        self._lines: list[str] = []
        self._depth = 2
        self._numbers = count()

    def name(self, kind: str) -> str:
        """A name not used before: `t…` for a variable of the function, `k…` for a constant."""
        return f"{kind}{next(self._numbers)}"

    def constant(self, value: object) -> str:
        """A name for something the function needs."""
        known = self._names.get(id(value))
        if known is not None:
            return known
        name = self._names[id(value)] = self.name("k")
        self._constants[name] = value
        return name

    def line(self, text: str) -> None:
        """Add a line."""
        self._lines.append(" " * self._depth + text)

    def set(self, expression: str) -> str:
        """Add a line that gives a new variable a value; returns its name."""
        name = self.name("t")
        self.line(f"{name} = {expression}")
        return name

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """A line that ends in a colon, and what is added under it."""
        self.line(head)
        self._depth += 1
        yield
        self._depth -= 1

    def function(self) -> Closure:
        """The function as written so far."""
        body = "\n".join(self._lines)
        read = "".join(f" {name} = context.{name}\n" for name in _READ_FROM_CONTEXT if name in body)
        head = f"def run(context, {', '.join(self._constants)}):\n"
        text = f"{head}{read} try:\n{body}\n except KeyError:\n  return cold(context)\n"
        module = compile(text, "<condition>", "exec", dont_inherit=True)
        code = next(constant for constant in module.co_consts if isinstance(constant, CodeType))
        return FunctionType(code, _NAMESPACE, argdefs=tuple(self._constants.values()))
