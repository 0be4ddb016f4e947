"""Selections and joins of Ibis, put together from its operations.

Its own methods look for every column of every table that might be meant, which for tables of hundreds of columns takes
longer than everything else. Here it is always known which column of which table is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Table: TypeAlias = Any
"""An Ibis table; Ibis does not declare the types of what its methods give."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A table to join: by which pairs of columns, of the first table and of this, and which of its columns come in.

    `columns` are its own columns by the names they get. Joined by position it has no such pairs: the first row goes
    with the first.
    """

    table: Table
    same: Sequence[tuple[str, str]]
    columns: Mapping[str, str]
    how: Literal["left", "inner", "positional"] = "left"


def selected(table: Table, values: Mapping[str, Any]) -> Table:
    """A table with these columns, each an expression over the table."""
    import ibis.expr.operations as ops

    return ops.Project(table.op(), {name: value.op() for name, value in values.items()}).to_expr()


def joined(first: Table, columns: Iterable[str], others: Iterable[Joined]) -> Table:
    """Some columns of a table with those of others joined to it, all in one chain of joins."""
    import ibis.expr.operations as ops
    from ibis.expr.types import Table as TableExpression

    start = ops.JoinReference(first.op(), identifier=0)
    values = {name: ops.Field(start, name) for name in columns}
    links = []
    for place, other in enumerate(others, start=1):
        there = ops.JoinReference(other.table.op(), identifier=place)
        same = [ops.Equals(ops.Field(start, one), ops.Field(there, two)) for one, two in other.same]
        links.append(ops.JoinLink(other.how, there, same))
        values |= {name: ops.Field(there, own) for name, own in other.columns.items()}
    if not links:
        return selected(first, {name: first[name] for name in values})
    return TableExpression(ops.JoinChain(first=start, rest=links, values=values))
