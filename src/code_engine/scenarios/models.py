"""What a scenario file contains."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from code_engine.case.dates import Day
from code_engine.evaluation.evaluation import Label, Layer, Status


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Expectation(_Entry):
    """What one finding must say; what is left out is not looked at."""

    rule: StrictStr
    layer: Layer = "code"
    status: Status
    labels: tuple[Label, ...] | None = Field(None, description="All labels of the finding, in any order.")
    due_on: Day | None = None
    done_on: Day | None = None
    outstanding: StrictBool | None = None
    working_days: StrictInt | None = None
    working_days_late: StrictInt | None = None
    reason_contains: StrictStr | None = None
    missing_contains: StrictStr | None = None


class Scenario(_Entry):
    """One case on one day, named by a sentence, with what its findings must say."""

    name: StrictStr
    provisions: tuple[StrictStr, ...] = Field(min_length=1)
    as_of: Day
    ruleset: StrictStr | None = Field(None, description="Evaluate under this version, ID@VERSION, whatever the dates.")
    counting: Literal["day-0", "inclusive"] = "day-0"
    case: dict[str, Any]
    expect: tuple[Expectation, ...] = Field(min_length=1)


class ScenarioFile(_Entry):
    """A file of scenarios about one topic."""

    scenarios: tuple[Scenario, ...] = Field(min_length=1)
