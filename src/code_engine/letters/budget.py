"""How much a letter may become: a bound on what a template writes and on how often it goes through lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from jinja2 import TemplateRuntimeError, nodes, pass_context
from jinja2.runtime import Context

from code_engine.letters.values import Gap

LARGEST: Final = 3_000_000
"""Characters of a page; a decision of twenty pages makes some hundred thousand."""

BUDGET: Final = "_budget"
"""The name under which a rendering finds its budget; no template can put it out."""

EACH: Final = "_each"
"""The filter that every list of a template goes through."""

_STEP: Final = 10
"""What going through a list once costs beside the words that stand in it."""


class TooLongError(TemplateRuntimeError):
    """A template that writes too much, or goes through lists too often."""


class Budget:
    """What is left to write."""

    def __init__(self, left: int = LARGEST) -> None:
        self.left = left

    def spend(self, characters: int) -> None:
        """Take some away. Raises TooLongError where nothing is left."""
        self.left -= characters
        if self.left < 0:
            raise TooLongError(f"this letter has more than {LARGEST:,} characters: a list goes round too often")


def spend(context: Context, characters: int) -> None:
    """Take some characters from the budget of a rendering."""
    budget = context.get(BUDGET)
    if isinstance(budget, Budget):
        budget.spend(characters)


@pass_context
def each(context: Context, values: Iterable[Any], cost: int) -> Iterator[Any]:
    """The elements of a list, each at a cost. Raises TemplateRuntimeError for what is no list."""
    if not isinstance(values, (tuple, list, Gap)):
        raise TemplateRuntimeError("`for` goes through a list, and this is none")
    for value in values:
        spend(context, cost)
        yield value


def counted(tree: nodes.Template) -> None:
    """Have every list of a template go through `each`, at the cost of the words that stand in the loop."""
    for loop in list(tree.find_all(nodes.For)):
        words = sum(len(data.data) for data in loop.find_all(nodes.TemplateData))
        cost = nodes.Const(_STEP + words, lineno=loop.lineno)
        loop.iter = nodes.Filter(loop.iter, EACH, [cost], [], None, None, lineno=loop.lineno)
