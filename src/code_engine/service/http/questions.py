"""A question about one case as it stands in the body of a request, and the engine's answer to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from code_engine.case.dates import Day
from code_engine.case.load import case_of
from code_engine.case.model import Case
from code_engine.documents import problems_from
from code_engine.engine import Engine
from code_engine.errors import (
    CalendarError,
    CaseError,
    CodeEngineError,
    LandlordError,
    NoRulesetInForceError,
    RulesetError,
)
from code_engine.evaluation.evaluation import Evaluation
from code_engine.evaluation.explanation import Explanation
from code_engine.service.http.access import Reach
from code_engine.service.http.limits import Limits
from code_engine.service.http.pointed import PointedDocument, pointed
from code_engine.service.http.problem_details import invalid, invalid_field

Asked = TypeVar("Asked", bound=BaseModel)
Result = TypeVar("Result")


class Options(BaseModel):
    """What goes with a case: as the options of the command line."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    as_of: Day | None = Field(
        None, description="Nothing that happened or was recorded after this day is seen; today in London if left out."
    )
    landlord: str | None = Field(
        None, description="Evaluate for this landlord instead of the one the case names; code-only for the Code alone."
    )
    ruleset: str | None = Field(None, description="Force a version of the Code, ID@VERSION.")
    counting: Literal["day-0", "inclusive"] = Field("day-0", description="How working days are counted.")


class EvaluateRequest(Options):
    """Where does a case stand?"""

    case: dict[str, Any] = Field(description="The case: the keys of a case file.")


class ExplainRequest(EvaluateRequest):
    """Why is a provision met or not?"""

    provision: str = Field(description="The number of the provision, 6.3.")


@dataclass(frozen=True, slots=True)
class Question:
    """A case, whose it is, and as of when."""

    case: Case
    landlord: str
    as_of: date
    counting: str
    ruleset: str | None
    place: PointedDocument

    def evaluated(self, engine: Engine) -> Evaluation:
        """The engine's answer. Raises ProblemError."""
        self.require_ruleset(engine)
        return self.answered(lambda: engine.evaluate(self.case, **self._options()))

    def explained(self, engine: Engine, provision: str) -> Explanation:
        """The engine's explanation. Raises ProblemError."""
        self.require_ruleset(engine)
        try:
            return self.answered(lambda: engine.explain(self.case, provision, **self._options()))
        except RulesetError as error:
            raise invalid(error, self._at("provision")) from None

    def require_ruleset(self, engine: Engine) -> None:
        """Raises ProblemError for a version of the Code that is asked for and not there."""
        self.answered(lambda: self._known_ruleset(engine))

    def _known_ruleset(self, engine: Engine) -> None:
        if self.ruleset is not None:
            try:
                engine.catalogue_of(engine.landlords.get(self.landlord)).named(self.ruleset)
            except RulesetError as error:
                raise invalid(error, self._at("ruleset")) from None

    def _options(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of,
            "counting": self.counting,
            "ruleset": self.ruleset,
            "landlord": self.landlord,
        }

    def answered(self, ask: Callable[[], Result]) -> Result:
        """What somebody makes of the case; what the engine raises becomes a ProblemError with its place."""
        try:
            return ask()
        except NoRulesetInForceError as error:
            hint = "send `ruleset` to evaluate under another version all the same"
            raise invalid(error, self._at("case"), hint) from None
        except LandlordError as error:
            raise invalid(error, self._at("case/landlord")) from None
        except (CaseError, CalendarError) as error:
            raise invalid(error, self._at("as_of")) from None

    def _at(self, key: str) -> str:
        """The place of a key; of the whole question where the key was left out, as a day may be."""
        return f"{self.place.name}/{key}" if key.partition("/")[0] in self.place.data else self.place.name


def asked_in(data: Any, model: type[Asked], place: str = "#") -> tuple[PointedDocument, Asked]:
    """A body as one of the models of requests. Raises ProblemError with a pointer for each mistake."""
    document = pointed(data, place)
    if not isinstance(data, dict):
        raise invalid_field("an object with keys and values is expected here", place)
    try:
        return document, model.model_validate(data)
    except ValidationError as error:
        raise invalid(CaseError(*problems_from(document, error, model))) from None


def question_in(document: PointedDocument, asked: Options, limits: Limits, reach: Reach, today: date) -> Question:
    """The question about the `case` of a body. Raises ProblemError: not a case, too many events, not within reach."""
    part = document.part(("case",))
    case = case_in(part, limits)
    landlord = asked.landlord or case.landlord
    reach.require(landlord, f"{document.name}/{'landlord' if asked.landlord else 'case/landlord'}")
    return Question(case, landlord, asked.as_of or today, asked.counting, asked.ruleset, document)


def case_in(document: PointedDocument, limits: Limits) -> Case:
    """A part of a body as a case. Raises ProblemError with a pointer for each mistake."""
    refuse_many_events(document.data, limits, document.location(("events",)).file)
    try:
        return case_of(document)
    except CodeEngineError as error:
        raise invalid(error, document.name) from None


def refuse_many_events(case: Any, limits: Limits, pointer: str) -> None:
    """Raises ProblemError where a case has more events than are taken."""
    events = case.get("events") if isinstance(case, dict) else None
    if isinstance(events, list) and len(events) > limits.events:
        raise invalid_field(f"{len(events):,} events; at most {limits.events:,} are taken", pointer)
