"""The functions of the condition language: the one table that parser, evaluator and documentation read."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from code_engine.case.values import ValueType

_DATE = frozenset({ValueType.DATE})
_NUMBER = frozenset({ValueType.NUMBER})
_TEXT = frozenset({ValueType.TEXT})
_TEXTS = frozenset({ValueType.TEXTS})
_GIVEN = frozenset({ValueType.DATE, ValueType.TEXT, ValueType.TEXTS, ValueType.COLLECTION})


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how it is written, what it takes and returns, and what it means in a sentence.

    `arguments` holds the types allowed for each argument; with `repeated` the last may come any number of
    times. `unit` is the unit of a parameter that the last argument counts in, where it matters.
    """

    name: str
    signature: str
    meaning: str
    result: ValueType
    arguments: tuple[frozenset[ValueType], ...]
    repeated: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class LoopForm:
    """A loop over the items of a collection: how it is written and what it means in a sentence."""

    name: str
    signature: str
    meaning: str
    result: ValueType


def _table(*functions: Function) -> MappingProxyType[str, Function]:
    return MappingProxyType({function.name: function for function in functions})


FUNCTIONS: Final = _table(
    Function(
        "working_days",
        "working_days(from, to)",
        "working days from one date to another, by the counting convention of the evaluation; 0 if `to` is "
        "the earlier one, and more than any limit if `to` has not happened",
        ValueType.NUMBER,
        (_DATE, _DATE),
    ),
    Function(
        "working_days_after",
        "working_days_after(date, number)",
        "the last day of a limit of that many working days, by the counting convention of the evaluation",
        ValueType.DATE,
        (_DATE, _NUMBER),
        unit="working_days",
    ),
    Function(
        "months_after",
        "months_after(date, number)",
        "the same day of the month that many calendar months on, or the last day of a shorter month",
        ValueType.DATE,
        (_DATE, _NUMBER),
        unit="months",
    ),
    Function(
        "earliest",
        "earliest(date, date, …)",
        "the first of several dates",
        ValueType.DATE,
        (_DATE, _DATE),
        repeated=True,
    ),
    Function(
        "latest",
        "latest(date, date, …)",
        "the last of several dates; has not happened if one of them has not",
        ValueType.DATE,
        (_DATE, _DATE),
        repeated=True,
    ),
    Function(
        "given",
        "given(x)",
        "whether a text or list is not empty, or a date has happened; not known where that is not known",
        ValueType.FLAG,
        (_GIVEN,),
    ),
    Function(
        "recorded",
        "recorded(x)",
        "whether the record shows it (a flag: that it is true); not known counts as not recorded, so it is "
        "only for provisions that demand a record",
        ValueType.FLAG,
        (_GIVEN | {ValueType.FLAG},),
    ),
    Function(
        "includes",
        "includes(list, text)",
        "whether a list has a text, the same as `text in list`",
        ValueType.FLAG,
        (_TEXTS, _TEXT),
    ),
    Function(
        "disjoint",
        "disjoint(list, list)",
        "whether two lists have no text in common",
        ValueType.FLAG,
        (_TEXTS, _TEXTS),
    ),
    Function(
        "covers",
        "covers(list, list)",
        "whether the first list has every text of the second",
        ValueType.FLAG,
        (_TEXTS, _TEXTS),
    ),
    Function(
        "answered",
        "answered(id)",
        "what a person answered to the judgement of that id, which is written out; not known where nobody has "
        "answered, even if the record settles the judgement",
        ValueType.FLAG,
        (_TEXT,),
    ),
)
"""Every function by its name."""

LOOPS: Final = MappingProxyType(
    {
        form.name: form
        for form in (
            LoopForm(
                "any",
                "any(condition for x in collection if condition)",
                "whether the condition holds for at least one item",
                ValueType.FLAG,
            ),
            LoopForm(
                "all",
                "all(condition for x in collection if condition)",
                "whether the condition holds for every item",
                ValueType.FLAG,
            ),
            LoopForm(
                "count",
                "count(x for x in collection if condition)",
                "how many items satisfy the condition",
                ValueType.NUMBER,
            ),
        )
    }
)
"""Every loop by its name."""

TYPE_WORDS: Final = MappingProxyType(
    {
        ValueType.FLAG: "a flag",
        ValueType.DATE: "a date",
        ValueType.NUMBER: "a number",
        ValueType.TEXT: "a text",
        ValueType.TEXTS: "a list of texts",
        ValueType.COLLECTION: "a collection",
    }
)
"""A type as an error names it."""
