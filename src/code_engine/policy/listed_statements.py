"""What a policy lists: stages, routes before stage 1, exclusions, holds."""

from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from code_engine.case.event import as_tuple
from code_engine.policy.entries import Flag, ListedEntry, Text, stated

Ground = Literal[
    "out_of_time",
    "legal_proceedings",
    "previously_considered",
    "insurance_claim",
    "no_benefit",
    "unacceptable_behaviour",
    "separate_process",
    "not_responsible",
    "service_request",
    "anonymous",
    "other",
]

_OTHER_WORDS: Final = {
    "vexatious": "unacceptable_behaviour",
    "persistent": "unacceptable_behaviour",
    "abusive": "unacceptable_behaviour",
    "behaviour": "unacceptable_behaviour",
    "unreasonable_behaviour": "unacceptable_behaviour",
    "time_limit": "out_of_time",
    "late": "out_of_time",
    "court": "legal_proceedings",
    "legal": "legal_proceedings",
    "solicitor": "legal_proceedings",
    "insurance": "insurance_claim",
    "repeated": "previously_considered",
    "duplicate": "previously_considered",
}
"""Words of policies that sound nothing like the ground they are."""


def _known_ground(ground: Any) -> Any:
    """Raises PydanticCustomError for a word that policies use for one of the grounds, with the ground to write."""
    if isinstance(ground, str) and ground in _OTHER_WORDS:
        context = {"found": ground, "hint": f"write `{_OTHER_WORDS[ground]}`"}
        raise PydanticCustomError("other_word", "`{found}` is not one of the words allowed here", context)
    return ground


class StageListed(ListedEntry):
    """A stage of the complaints process, by whatever name; steps before stage 1 are listed as routes."""

    label: ClassVar[str] = "stage"
    name: Text = stated("What the policy calls it.", "What does the policy call the stage?")


class RouteListed(ListedEntry):
    """A way of dealing with dissatisfaction before stage 1, such as a quick resolution (provisions 5.2 and 5.3)."""

    label: ClassVar[str] = "route before stage 1"
    name: Text = stated("What the policy calls it.", "What does the policy call the route?")
    named_stage: Flag = stated(
        "The policy presents it as a stage of its own, such as stage 0 or an informal complaint.",
        "Does the policy present the route before stage 1 as a stage of its own?",
    )
    required: Flag = stated(
        "It has to be gone through before a complaint is logged at stage 1.",
        "Does a complaint have to go through it before stage 1?",
    )
    resident_chooses: Flag = stated(
        "The resident chooses whether to try it.", "Does the resident choose whether to try the route before stage 1?"
    )


class ExclusionListed(ListedEntry):
    """A ground on which a complaint is not taken on, not escalated, or ended (provisions 2.2, 2.3, 2.5 and 5.11)."""

    label: ClassVar[str] = "exclusion"
    ground: Annotated[Ground | None, BeforeValidator(_known_ground)] = stated(
        "The ground: out_of_time (the months are the setting complaint.time_limit), legal_proceedings, "
        "previously_considered, insurance_claim, no_benefit, unacceptable_behaviour (vexatious or persistent contact "
        "too), separate_process, not_responsible, service_request (a first report), anonymous, or other.",
        "On which ground are complaints excluded?",
    )
    counted_from: Annotated[tuple[Literal["occurrence", "awareness"], ...] | None, BeforeValidator(as_tuple)] = stated(
        "For out_of_time: the day of the matter, the day the resident learnt of it, or both.",
        "From which day is the time limit counted: the matter, the resident learning of it, or either?",
    )
    discretion: Flag = stated(
        "For out_of_time: an older matter can be taken on where there are good reasons.",
        "Does the policy consider taking on an older matter where there are good reasons?",
    )
    claim_filed: Flag = stated(
        "For legal_proceedings: only where the details of a claim have been filed at court.",
        "Is the exclusion for legal proceedings tied to a claim filed at court?",
    )
    by_this_policy: Flag = stated(
        "For previously_considered: by this complaints policy itself.",
        "Is the exclusion tied to an earlier complaint under this policy?",
    )
    individual_consideration: Flag = stated(
        "The circumstances of each complaint are considered before it is applied.",
        "Are the circumstances of each complaint considered before the exclusion is applied?",
    )
    automatic: Flag = stated(
        "It applies by itself, without anybody considering the complaint.", "Does the exclusion apply by itself?"
    )
    ends_process: Flag = stated(
        "It can end a complaint that is already under way.", "Can the exclusion end a complaint that is under way?"
    )
    handling_still_answered: Flag = stated(
        "For insurance_claim: the loss goes to the insurer, and how the landlord acted is still answered.",
        "Is a complaint about how the landlord acted still answered while the insurer has the claim?",
    )
    authority: Text = stated("Who authorises it; empty for nobody.", "Who authorises the exclusion?")


class HoldListed(ListedEntry):
    """A pause of a complaint or of its clock; the Code knows none (provisions 6.3 and 6.14)."""

    label: ClassVar[str] = "hold"
    reason: Text = stated("Why the complaint is put on hold.", "Why is a complaint put on hold?")
    stops_clock: Flag = stated(
        "The time for answering does not run meanwhile.", "Does the time for answering stop during the hold?"
    )
    resident_agrees: Flag = stated(
        "It needs the agreement of the resident.", "Does the hold need the agreement of the resident?"
    )
