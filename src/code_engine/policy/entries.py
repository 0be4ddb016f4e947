"""What the parts of a policy have in common, and the types their statements are written in."""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from code_engine.case.event import as_tuple

Flag = bool | None
Text = str | None
Number = int | None
Texts = Annotated[tuple[str, ...] | None, BeforeValidator(as_tuple)]


def stated(meaning: str, question: str) -> Any:
    """A statement a policy may make or leave out (not stated): its meaning, and the question that asks for it."""
    return Field(default=None, description=meaning, json_schema_extra={"x-question": question})


class PolicyEntry(BaseModel):
    """Base of every part of a policy: unknown keys are errors, everything may be left out."""

    # Validators are built at first use: most runs evaluate a case and never read a policy's text.
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


class Section(PolicyEntry):
    """Statements about one subject; `label` is how the subject is called in a sentence."""

    label: ClassVar[str] = "policy"


class ListedEntry(PolicyEntry):
    """One of several things of a kind that a policy lists: an exclusion, a hold, a stage."""

    label: ClassVar[str] = "entry"
    text: Text = stated("What the policy says about it, in our own words.", "What does the policy say about {on}?")
