"""What a model finds wrong with a file is said in words for the person who wrote it, at the right place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel, Tag, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from code_engine.documents import parse_document, problems_from
from code_engine.documents.names import ErrorPath, names_in
from code_engine.errors import Problem

ISO_DATE = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Strict(BaseModel):
    """Unknown keys and quiet conversions are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Colour(StrEnum):
    """An enumeration of words."""

    RED = "red"
    BLUE = "blue"


class Acknowledged(Strict):
    """An event."""

    type: Literal["acknowledged"]
    date: ISO_DATE
    automatic: bool | None = None
    responsibility_stated: bool = False


class Logged(Strict):
    """Another event, with fields of every kind."""

    type: Literal["logged"]
    stage: Literal[1, 2] = 1
    colour: Annotated[Colour, Field(strict=False)] = Colour.RED
    day: date | None = None
    moment: datetime | None = None
    share: float = Field(0.5, ge=0, lt=1)
    number: int = Field(1, gt=0, le=9)
    points: list[str] = Field(default_factory=list, max_length=2)
    persons: list[str] = Field(["A. Handler"], min_length=1)
    pair: list[str] = Field(["a", "b"], min_length=2)
    code: str = Field("AB", min_length=2, pattern="^[A-Z]+$")

    @field_validator("code")
    @classmethod
    def _not_zz(cls, code: str) -> str:
        if code == "ZZ":
            raise ValueError("`ZZ` is nobody's code")
        if code == "YY":
            raise PydanticCustomError("no_longer", "`YY` is no longer used", {"hint": "write `AB`"})
        return code


class Resident(Strict):
    """A person."""

    name: str
    at_risk: bool = False
    preferred_channel: Literal["email", "letter"] | None = Field(None, alias="channel")


Event = Annotated[Acknowledged | Logged, Field(discriminator="type")]


class Folder(RootModel[dict[str, Resident]]):
    """Residents by a key."""


class Case(Strict):
    """A case."""

    reference: str
    resident: Resident | None = None
    events: list[Event] = Field(default_factory=list)
    others: Folder | None = None
    either: Resident | Logged | None = None


def problems(text: str, name: str = "case.yaml") -> list[str]:
    """The problems of a text that is not a valid case, one line each."""
    document = parse_document(text, name)
    with pytest.raises(ValidationError) as caught:
        Case.model_validate(document.data)
    found = problems_from(document, caught.value, Case)
    return [str(problem).replace("\n  ", " | ") for problem in found]


def problem(text: str) -> str:
    """The only problem of a text."""
    (found,) = problems(text)
    return found


def in_event(field: str) -> str:
    """The only problem of a case whose one event has this field."""
    return problem(f"reference: T\nevents:\n  - type: logged\n    {field}\n")


def test_a_misspelt_key_is_named_with_the_nearest_known_one() -> None:
    error = problem("reference: T\nresidnt: {name: Sam Example}\n")
    assert error == "case.yaml:2:1: unknown key `residnt` | did you mean `resident`?"


def test_a_misspelt_key_inside_one_kind_of_event_is_compared_with_that_kind() -> None:
    text = "reference: T\nevents:\n  - {type: acknowledged, date: 2025-06-04, automtic: true}\n"
    assert problem(text) == "case.yaml:3:44: unknown key `automtic` | did you mean `automatic`?"


def test_a_key_like_no_known_one_lists_what_is_known() -> None:
    error = problem("reference: T\nresident: {name: Sam Example, zzz: 1}\n")
    assert error == "case.yaml:2:31: unknown key `zzz` | known keys: at_risk, channel, name"


def test_a_missing_key_is_shown_at_the_mapping_that_lacks_it() -> None:
    error = problem("reference: T\nevents:\n  - type: acknowledged\n")
    assert error == "case.yaml:3:5: the key `date` is missing | add `date: …`"
    assert problem("resident: null") == "case.yaml:1:1: the key `reference` is missing | add `reference: …`"


def test_a_flag_in_words_is_told_to_be_true_or_false() -> None:
    error = problem("reference: T\nevents:\n  - {type: acknowledged, date: 2025-06-04, automatic: yes}\n")
    assert error == "case.yaml:3:55: `automatic`: expected true or false, found `yes` | write true or false"


def test_a_flag_in_quotes_is_told_to_lose_them() -> None:
    error = problem('reference: T\nresident: {name: Sam Example, at_risk: "true"}\n')
    assert error.endswith('`at_risk`: expected true or false, found `"true"` | take the quotes away')


def test_a_number_for_a_text_is_shown_as_written_and_told_to_be_quoted() -> None:
    error = problem("reference: 6.10")
    assert error == 'case.yaml:1:12: `reference`: `6.10` is a number here | put it in quotes: "6.10"'


def test_a_flag_for_a_text_is_told_to_be_quoted() -> None:
    error = problem("reference: true")
    assert error == 'case.yaml:1:12: `reference`: `true` is true or false here, not a text | put it in quotes: "true"'


@pytest.mark.parametrize(("written", "found"), [("[a]", "a list"), ("{a: b}", "keys and values"), ("null", "nothing")])
def test_what_is_no_text_at_all_is_named_by_its_shape(written: str, found: str) -> None:
    assert problem(f"reference: {written}") == f"case.yaml:1:12: `reference`: expected a text, found {found}"


@pytest.mark.parametrize("written", ["04/06/2025", "yesterday", '"1767225600"'])
def test_a_date_in_another_form_is_told_the_form(written: str) -> None:
    error = problem(f"reference: T\nevents:\n  - type: acknowledged\n    date: {written}\n")
    assert error.startswith("case.yaml:4:11: `date`: expected a date like 2025-06-02, found `")
    assert error.endswith(" | write year-month-day")


def test_a_date_given_as_a_number_is_a_number() -> None:
    error = problem("reference: T\nevents:\n  - type: acknowledged\n    date: 20250604\n")
    assert error == (
        "case.yaml:4:11: `date`: `20250604` is a number here | "
        'if it is a date, write it as year-month-day: "2025-06-04"; if not, put it in quotes: "20250604"'
    )
    assert problem("reference: 20251304").endswith(' | put it in quotes: "20251304"')


class Numbered(Strict):
    """Mappings whose keys have a form of their own."""

    provisions: dict[Annotated[str, Field(pattern=r"^\d+\.\d+$")], str] = Field(default_factory=dict)
    colours: dict[Literal["red", "blue"], str] = Field(default_factory=dict)
    codes: dict[Annotated[str, Field(max_length=2)], str] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ('provisions:\n  "6.1": a\n  6.x: b', "r.yaml:3:3: the key `6.x` does not have the form `^\\d+\\.\\d+$`"),
        ("colours:\n  bleu: a", "r.yaml:2:3: unknown key `bleu` | did you mean `blue`?"),
        ("codes:\n  abc: a", "r.yaml:2:3: the key `abc` is not valid: string should have at most 2 characters"),
        ('provisions:\n  "[key]": 1', "r.yaml:2:3: the key `[key]` does not have the form `^\\d+\\.\\d+$`"),
    ],
)
def test_a_key_that_is_not_well_formed_is_named_at_its_own_place(written: str, error: str) -> None:
    document = parse_document(written, "r.yaml")
    with pytest.raises(ValidationError) as caught:
        Numbered.model_validate(document.data)
    assert error in [str(each).replace("\n  ", " | ") for each in problems_from(document, caught.value, Numbered)]


@pytest.mark.parametrize(
    ("field", "error"),
    [
        ("day: 5", "`day`: expected a date like 2025-06-02, found `5` | write year-month-day"),
        ("moment: noon", "`moment`: expected a date like 2025-06-02, found `noon` | write year-month-day"),
        ("number: many", "`number`: expected a whole number, found `many`"),
        ('number: "5"', '`number`: expected a whole number, found `"5"` | take the quotes away'),
        ("number: 1.5", "`number`: expected a whole number, found `1.5`"),
        ("number: true", "`number`: expected a whole number, found `true`"),
        ("number: 0", "`number`: expected more than 0, found `0`"),
        ("number: 10", "`number`: expected at most 9, found `10`"),
        ("share: half", "`share`: expected a number, found `half`"),
        ("share: -0.10", "`share`: expected at least 0.0, found `-0.10`"),
        ("share: 1.0", "`share`: expected less than 1.0, found `1.0`"),
        (
            "points: one",
            "`points`: expected a list, found `one` | write [a, b], or lines that begin with `- `",
        ),
        ("points: {a: b}", "`points`: expected a list, found keys and values"),
        ("points: [a, 6.10]", '`points`: `6.10` is a number here | put it in quotes: "6.10"'),
        (
            "points: [a, b, c]",
            "`points`: list should have at most 2 items after validation, not 3, found a list",
        ),
        ("persons: []", "`persons`: this must not be empty"),
        ("pair: [a]", "`pair`: expected at least 2 elements, found a list"),
        ("code: A", "`code`: expected at least 2 characters, found `A`"),
        ("code: ab", "`code`: `ab` does not have the form `^[A-Z]+$`"),
        ("code: ZZ", "`code`: `ZZ` is nobody's code"),
        ("code: YY", "`code`: `YY` is no longer used | write `AB`"),
        ("stage: 3", "`stage`: expected 1 or 2, found `3`"),
        ("colour: rde", "`colour`: `rde` is not one of the words allowed here | did you mean `red`?"),
        ("colour: x", "`colour`: `x` is not one of the words allowed here | allowed: blue, red"),
    ],
)
def test_a_wrong_value_is_shown_with_what_is_expected(field: str, error: str) -> None:
    assert error in in_event(field)
    assert in_event(field).startswith("case.yaml:4:")


def test_a_mapping_is_expected_where_a_text_stands() -> None:
    expected = "case.yaml:2:11: `resident`: expected keys and values, found `Sam` | write lines of `key: value`"
    assert problem("reference: T\nresident: Sam\n") == expected


def test_a_document_that_is_a_list_is_told_to_have_keys() -> None:
    assert problem("- a\n") == "case.yaml:1:1: expected keys and values, found a list | write lines of `key: value`"


def test_an_unknown_kind_is_compared_with_the_known_kinds() -> None:
    error = problem("reference: T\nevents:\n  - {date: 2025-06-04, type: acknowleged}\n")
    assert error == "case.yaml:3:30: unknown type `acknowleged` | did you mean `acknowledged`?"
    error = problem("reference: T\nevents: [{type: zzz}]\n")
    assert error == "case.yaml:2:17: unknown type `zzz` | known: acknowledged, logged"


def test_a_mapping_that_does_not_say_its_kind_is_told_to() -> None:
    error = problem("reference: T\nevents: [{date: 2025-06-04}]\n")
    assert error == "case.yaml:2:10: the key `type` is missing | add `type: …`"


def test_every_problem_is_listed_once_in_the_order_of_the_file() -> None:
    text = "zzz: 1\nevents:\n  - {type: logged, number: x, stage: 7}\n  - {type: acknowledged}\nreference: 5\n"
    places = [found.split(": ")[0] for found in problems(text)]
    assert places == ["case.yaml:1:1", "case.yaml:3:28", "case.yaml:3:38", "case.yaml:4:5", "case.yaml:5:12"]


def test_the_members_of_a_union_without_a_kind_are_all_reported_at_one_place() -> None:
    found = problems("reference: T\neither: {name: 5}\n")
    assert 'case.yaml:2:16: `name`: `5` is a number here | put it in quotes: "5"' in found
    assert "case.yaml:2:9: the key `type` is missing | add `type: …`" in found


def test_a_json_file_has_its_problems_placed_too() -> None:
    text = json.dumps({"reference": 5, "resdent": None}, indent=1)
    assert problems(text, "case.json") == [
        'case.json:2:15: `reference`: `5` is a number here | put it in quotes: "5"',
        "case.json:3:2: unknown key `resdent` | did you mean `resident`?",
    ]


def test_a_part_of_a_document_may_be_validated_alone() -> None:
    document = parse_document("cases:\n  - reference: 5\n    zzz: 1\n  - {}\n", "cases.yaml")
    found: list[Problem] = []
    for place in range(2):
        with pytest.raises(ValidationError) as caught:
            Case.model_validate(document.data["cases"][place])
        found += problems_from(document, caught.value, Case, ("cases", place))
    assert [str(problem.location) for problem in found] == [
        "cases.yaml:2:16",
        "cases.yaml:3:5",
        "cases.yaml:4:5",
    ]
    assert found[2].message == "the key `reference` is missing"


def test_a_function_may_say_which_keys_are_known() -> None:
    document = parse_document("reference: T\nreferense: U\n", "case.yaml")
    asked: list[ErrorPath] = []

    def names_at(path: ErrorPath) -> Iterable[str]:
        asked.append(path)
        return ["reference"]

    with pytest.raises(ValidationError) as caught:
        Case.model_validate(document.data)
    (found,) = problems_from(document, caught.value, names_at)
    assert found.hint == "did you mean `reference`?"
    assert asked == [()]


def test_no_hint_is_given_where_no_key_is_known() -> None:
    document = parse_document("reference: T\nreferense: U\n", "case.yaml")
    with pytest.raises(ValidationError) as caught:
        Case.model_validate(document.data)
    (found,) = problems_from(document, caught.value, lambda _: [])
    assert found.hint is None
    (found,) = problems_from(document, caught.value, lambda _: [f"key{number}" for number in range(41)])
    assert found.hint is None


class Tagged(BaseModel):
    """A union whose members are told apart by their class."""

    item: Annotated[Annotated[Resident, Tag("Resident")] | Logged, Field()]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ((), ["either", "events", "others", "reference", "resident"]),
        (("resident",), ["at_risk", "channel", "name"]),
        (("events", 3, "acknowledged"), ["automatic", "date", "responsibility_stated", "type"]),
        (("others", "sam"), ["at_risk", "channel", "name"]),
        (("either", "Resident"), ["at_risk", "channel", "name"]),
        (("resident", "name"), []),
    ],
)
def test_the_known_keys_follow_the_path_through_lists_unions_and_mappings(path: ErrorPath, names: list[str]) -> None:
    assert list(names_in(Case)(path)) == names


def test_a_part_that_is_no_key_leaves_the_place_unchanged() -> None:
    assert list(names_in(Case)(("resident", "function-wrap[check()]"))) == ["at_risk", "channel", "name"]
    assert "name" in names_in(Tagged)(("item", "Resident"))
    assert "number" not in names_in(Tagged)(("item", "Resident"))
