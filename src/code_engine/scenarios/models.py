"""What a scenario file contains: cases and policies, each with what must be found of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StrictBool, StrictInt, StrictStr, Tag, model_validator

from code_engine.assessment.policy_answers import Grade
from code_engine.case.dates import Day
from code_engine.case.mistakes import mistake
from code_engine.evaluation.evaluation import Label, Layer, Status
from code_engine.ruleset.models import ProvisionNumber


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


class PolicyExpectation(_Entry):
    """How the policy must stand to one rule, or to a provision as a whole; what is left out is not looked at."""

    rule: StrictStr | None = None
    provision: ProvisionNumber | None = None
    grade: Grade | None = None
    status: Status | None = Field(
        None, description="Of a rule: not_applicable where it must not say anything about the policy."
    )
    clauses: tuple[StrictStr, ...] | None = Field(None, description="All clauses that are cited, in any order.")
    reason_contains: StrictStr | None = None
    change_contains: StrictStr | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> PolicyExpectation:
        if (self.rule is None) == (self.provision is None):
            hint = "name the rule, or the provision as a whole"
            raise mistake("expectation_subject", "an expectation has either `rule` or `provision`", hint)
        if self.grade is None and self.status is None:
            raise mistake("expectation_grade", "an expectation has a `grade` or a `status`", "add `grade: …`")
        return self


class _Named(_Entry):
    """What scenarios of both kinds have."""

    name: StrictStr
    provisions: tuple[StrictStr, ...] = Field(min_length=1)
    ruleset: StrictStr | None = Field(None, description="Evaluate under this version, ID@VERSION, whatever the dates.")

    @model_validator(mode="before")
    @classmethod
    def _one_subject(cls, data: Any) -> Any:
        if isinstance(data, dict) and ("case" in data) == ("policy" in data):
            hint = "give one of the two; for a case and a policy write two scenarios"
            raise mistake("scenario_subject", "a scenario has either `case` or `policy`", hint)
        return data


class Scenario(_Named):
    """One case on one day, named by a sentence, with what its findings must say."""

    as_of: Day
    counting: Literal["day-0", "inclusive"] = "day-0"
    case: dict[str, Any]
    expect: tuple[Expectation, ...] = Field(min_length=1)


class PolicyScenario(_Named):
    """One policy, named by a sentence, with how it must stand to rules and provisions."""

    as_of: Day | None = Field(None, description="The day of the check; left out, the first day of the ruleset.")
    policy: dict[str, Any]
    expect: tuple[PolicyExpectation, ...] = Field(min_length=1)


def _kind(value: Any) -> str:
    about_policy = "policy" in value if isinstance(value, dict) else isinstance(value, PolicyScenario)
    return PolicyScenario.__name__ if about_policy else Scenario.__name__


# The tags are the names of the models, which is how `problems_from` finds the keys that a scenario may have.
EitherScenario = Annotated[
    Annotated[Scenario, Tag("Scenario")] | Annotated[PolicyScenario, Tag("PolicyScenario")], Discriminator(_kind)
]


class ScenarioFile(_Entry):
    """A file of scenarios about one topic."""

    scenarios: tuple[EitherScenario, ...] = Field(min_length=1)
