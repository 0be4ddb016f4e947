"""What events do to a case, as cells of their rows: which count, which show that a refused matter went on."""

from __future__ import annotations

from code_engine.case.declared_facts import STAGE_EVENTS
from code_engine.portfolio.columnar.cells import (
    ONE,
    ZERO,
    Cell,
    both_of,
    choose,
    column,
    either_of,
    known_or,
    number,
    text,
)
from code_engine.portfolio.columnar.grains import STAGE
from code_engine.portfolio.columnar.truths import Flag

_TYPE = column("type")


def known_or_false(flag: Flag) -> Cell:
    """A predicate that is true where a flag is, and false where it is false or not known."""
    return flag.cell if flag.known else choose((flag.cell, ONE), otherwise=ZERO).same(ONE)


def counts_as(event_type: str) -> Cell:
    """Whether an event of a type has the effect of its type; see `case.stage_facts.counts`."""
    if event_type == "acknowledged":
        return known_or(column("automatic_"), ZERO).same(ZERO)
    if event_type == "response_issued":
        return known_or(column("written_"), ONE).same(ONE)
    return ONE.same(ONE)


def counts() -> Cell:
    """The same of an event of any type."""
    return both_of(
        (
            either_of((_TYPE.differs(text("acknowledged")), counts_as("acknowledged"))),
            either_of((_TYPE.differs(text("response_issued")), counts_as("response_issued"))),
        )
    )


def goes_on(stage: int | None) -> tuple[Cell, Cell]:
    """Whether an event shows that a refused matter was taken on after all, and whether it may show that."""
    at_stage = [is_stage_event(), counts()]
    if stage is not None:
        at_stage.append(of_stage(stage))
    directed = _TYPE.same(text("ombudsman_directed"))
    certain = either_of(
        (
            both_of((directed, known_or(column("to_accept_"), ZERO).same(ONE))),
            _TYPE.same(text("accepted")),
            both_of(at_stage),
        )
    )
    return certain, both_of((directed, column("to_accept_").is_null()))


def of_stage(stage: int) -> Cell:
    """Whether an event belongs to a stage."""
    return column(STAGE).same(number(stage))


def is_stage_event() -> Cell:
    """Whether an event is of a type that only happens within a stage."""
    return _TYPE.one_of(list(STAGE_EVENTS))
