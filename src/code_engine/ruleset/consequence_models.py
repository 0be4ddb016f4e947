"""The shape of a `consequences.yaml`: what a ruleset or a landlord says about what follows from findings.

A consequence has conditions (`when`), effects (`then`) and the provisions it serves (`because`). Conditions
read findings, flags known to be true or false, and names derived by other consequences; nothing can ask that
a name is *not* derived, so the order of firing never changes the outcome.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator

Status: TypeAlias = Literal["met", "breached", "pending", "undetermined", "not_applicable"]
Label: TypeAlias = Literal["met_with_extension", "contested", "within_one_day"]
Layer: TypeAlias = Literal["code", "policy"]
LetterKind: TypeAlias = Literal[
    "acknowledgement",
    "definition",
    "extension",
    "progress_update",
    "stage_1_response",
    "stage_2_acknowledgement",
    "stage_2_definition",
    "stage_2_response",
    "complaint_not_accepted",
    "escalation_refused",
    "contact_restriction",
    "restriction_review",
    "remedy_completed",
    "survey_follow_up",
]

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
DerivedName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=100)]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=100)]
ProvisionNumber = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?\.[1-9][0-9]?$")]

_ATOM_KEYS: dict[str, frozenset[str]] = {
    "derived": frozenset({"derived"}),
    "fact": frozenset({"fact", "is_"}),
    "label": frozenset({"label", "rule"}),
    "status": frozenset({"status", "rule", "outstanding"}),
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, populate_by_name=True)


class Atom(_Part):
    """One condition: `{rule, status[, outstanding]}`, `{rule, label}`, `{fact, is}` or `{derived}`."""

    rule: Identifier | None = None
    status: tuple[Status, ...] | None = Field(default=None, min_length=1, max_length=5)
    outstanding: StrictBool | None = None
    label: Label | None = None
    fact: FactName | None = None
    is_: StrictBool | None = Field(default=None, alias="is")
    derived: DerivedName | None = None

    @model_validator(mode="after")
    def _is_one_condition(self) -> Atom:
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        kind = next((name for name in _ATOM_KEYS if name in given), None)
        if kind is None:
            raise ValueError("a condition needs `status` or `label` (with `rule`), `fact` or `derived`")
        surplus = given - _ATOM_KEYS[kind]
        if surplus:
            names = ", ".join(f"`{name.rstrip('_')}`" for name in sorted(surplus))
            raise ValueError(f"a condition on `{kind}` cannot also say {names}")
        if kind == "fact" and self.is_ is None:
            raise ValueError("a condition on a `fact` says `is: true` or `is: false`")
        if kind in ("status", "label") and self.rule is None:
            raise ValueError(f"a condition on a `{kind}` names the `rule`")
        self._check_outstanding()
        return self

    def _check_outstanding(self) -> None:
        if self.status is None or self.outstanding is None:
            return
        settled = [status for status in self.status if status not in ("breached", "pending")]
        if settled:
            raise ValueError(f"`outstanding` says nothing about `{settled[0]}`, only of breached and pending")
        if "breached" not in self.status:
            raise ValueError("`outstanding` needs `breached` in `status`; a pending duty always is undone")
        if "pending" in self.status and not self.outstanding:
            raise ValueError("a pending duty always is undone: `outstanding: false` excludes `pending`")


class When(_Part):
    """Conditions that must hold together (`all`), and of which one must hold (`any`, at most four)."""

    all: tuple[Atom, ...] = Field(default=(), max_length=16)
    any: tuple[Atom, ...] = Field(default=(), max_length=4)

    @model_validator(mode="after")
    def _has_a_condition(self) -> When:
        if not self.all and not self.any:
            raise ValueError("a consequence needs at least one condition under `all` or `any`")
        return self


class Action(_Part):
    """Something a person does; `by` names the rule whose due date applies, in the consequence's layer."""

    text: Text
    who: Text
    by: Identifier | None = None


class Letter(_Part):
    """A letter to the resident; `why` is the reason shown to the complaint officer."""

    kind: LetterKind
    stage: Literal[1, 2] | None = None
    why: Text


class Message(_Part):
    """A notice or an escalation: who is told, and what."""

    to: Text
    text: Text


class Then(_Part):
    """The effects; `derives` gives the consequence a name that other consequences can wait for."""

    derives: DerivedName | None = None
    action: Action | None = None
    letter: Letter | None = None
    notice: Message | None = None
    escalation: Message | None = None

    @model_validator(mode="after")
    def _does_something(self) -> Then:
        if all(getattr(self, name) is None for name in type(self).model_fields):
            raise ValueError("a consequence needs an effect: derives, action, letter, notice or escalation")
        return self


class Consequence(_Part):
    """One rule of forward chaining; `layer` says which findings its `rule` conditions read."""

    id: Identifier
    when: When
    then: Then
    because: tuple[ProvisionNumber, ...] = Field(min_length=1)
    layer: Layer = "code"


class ConsequenceFile(_Part):
    """The whole file."""

    consequences: tuple[Consequence, ...] = Field(max_length=500)
