"""Every mistake in a condition is one clear error with its place, and nothing ever ends in a traceback."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from code_engine.case.values import ValueType
from code_engine.errors import Location, Problem, RulesetError
from code_engine.ruleset.language import DEEPEST, LONGEST, parse
from code_engine.ruleset.scope import Scope
from condition_cases import SCOPE

FLAG, DATE, NUMBER = ValueType.FLAG, ValueType.DATE, ValueType.NUMBER
PLACE = Location("6-stages.yaml", 12, 20)
WIDE = SCOPE.with_variables({"due": DATE, "notice": {"on": DATE, "reasons": ValueType.TEXT}})


def problems(source: str, scope: Scope = WIDE, expected: ValueType | None = FLAG) -> tuple[Problem, ...]:
    with pytest.raises(RulesetError) as caught:
        parse(source, scope, PLACE, expected)
    return caught.value.problems


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("complaint.acepted", "unknown name `complaint.acepted`", "did you mean `complaint.accepted`?"),
        ("xyzzy", "unknown name `xyzzy`", None),
        ("acknowledged_on is None", "unknown name `acknowledged_on`", "did you mean `stage_1.acknowledged_on`?"),
        ("given", "unknown name `given`", "write it as `given(x)`"),
        ("any", "unknown name `any`", "write it as `any(condition for x in collection if condition)`"),
        ("notice.reason == ''", "`notice` has no attribute `reason`", "did you mean `reasons`?"),
        ("given(notice)", "`notice` is an item, not a value", "name an attribute, as `notice.on`"),
        ("due.on is None", "`due` is a date and has no parts", None),
        (
            "any(x.snt for x in stage_1.letters)",
            "`x` has no attribute `snt`",
            "did you mean `sent`?",
        ),
        (
            "any(x.sent for x in stage_1.leters)",
            "unknown collection `stage_1.leters`",
            "did you mean `stage_1.letters`?",
        ),
        ("any(x.sent for x in complaint.accepted)", "unknown collection `complaint.accepted`", None),
        ("any(x.sent for x in [1])", "unknown collection `[1]`", None),
        ("x.sent and any(x.sent for x in stage_1.letters)", "unknown name `x.sent`", None),
        ("cover(stage_1.points, ['a'])", "unknown function `cover`", "did you mean `covers`?"),
        ("complaint.accepted()", "unknown function `complaint.accepted`", None),
    ],
)
def test_an_unknown_name_is_named_with_the_one_meant(source: str, message: str, hint: str | None) -> None:
    (problem,) = problems(source)
    assert (problem.message, problem.hint) == (message, hint)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "complaint.received_on == complaint.accepted",
            "`complaint.received_on == complaint.accepted` compares a date with a flag",
        ),
        ("complaint.accepted < complaint.refused", "`complaint.accepted < complaint.refused` puts a flag in order"),
        ("matter.category < 'a'", '`matter.category < "a"` puts a text in order'),
        (
            "stage_1.points == stage_1.considered_by",
            "`stage_1.points == stage_1.considered_by` compares a list of texts as a whole",
        ),
        ("complaint.received_on", "`complaint.received_on` is a date, but a flag is needed here"),
        ("not matter.category", "`matter.category` is a text, but a flag is needed here"),
        ("process.stages and complaint.accepted", "`process.stages` is a number, but a flag is needed here"),
        (
            "complaint.received_on + stage_1.defined_on is None",
            "`complaint.received_on + stage_1.defined_on` adds a date and a date",
        ),
        ("3 - complaint.received_on is None", "`3 - complaint.received_on` subtracts a date from a number"),
        ("matter.category + 'a' == ''", '`matter.category + "a"` adds a text and a text'),
        (
            "given(complaint.received_on if complaint.accepted else 3)",
            "`if … else` chooses between a date or a number",
        ),
        (
            "given(stage_1.letters if complaint.accepted else stage_1.letters)",
            "`if … else` chooses between a collection or a collection",
        ),
        ("matter.category is None", "`is None` asks whether a date has happened, but `matter.category` is a text"),
        ("complaint.accepted is True", "only `None` stands after `is` and `is not`"),
        ("process.stages in ('a', 'b')", "`process.stages` is a number, but the list holds texts"),
        ("matter.category in (1, 2)", "`matter.category` is a text, but the list holds numbers"),
        ("matter.category in ('a', 2)", "a list holds texts only or numbers only, written out"),
        ("complaint.accepted in (True, False)", "a list holds texts only or numbers only, written out"),
        ("matter.category in (matter.summary,)", "a list holds texts only or numbers only, written out"),
        ("matter.category in ()", "a list cannot be empty"),
        ("covers(stage_1.points, [])", "a list cannot be empty"),
        ("covers(stage_1.points, [1])", "`covers` takes a list of texts, not of numbers"),
        ("matter.category in matter.summary", "`in` looks for a text in a list of texts, not for a text in a text"),
        ("includes(stage_1.points, 1)", "`includes` takes a text here, but `1` is a number"),
        ("given(complaint.accepted)", None),
        ("given(process.stages)", None),
        ("working_days(complaint.received_on) > 1", "`working_days` takes 2 arguments, not 1"),
        ("given(latest(complaint.received_on))", "`latest` takes 2 or more arguments, not 1"),
        ("given(x=complaint.received_on)", "`given` takes no named arguments"),
        ("['a']", "a list cannot stand here"),
        ("None", "`None` stands only after `is` and `is not`"),
        ("process.stages > 1000000", "the number `1000000` is too large"),
        ("matter.category == '\"' \"'\"", "a text cannot hold both kinds of quotation mark"),
        ("process.stages * 2 > 1", "only `+` and `-` can be calculated"),
        ("process.stages > -process.steps", "only a number written out can have a minus"),
        ("process.stages > +1", "`+` cannot stand before a value"),
        ("process.stages > ~1", "`~` cannot stand before a value"),
        ("due is None == complaint.accepted", "nothing can be compared with what stands here"),
    ],
)
def test_types_that_do_not_fit_are_named_in_words(source: str, message: str | None) -> None:
    (problem,) = problems(source)
    assert message is None or problem.message == message
    assert problem.message[0].islower() or problem.message[0] == "`"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "complaint.received_on + stage_1.respond < due",
            "`complaint.received_on + stage_1.respond` counts working days as if they were calendar days",
        ),
        (
            "working_days_after(complaint.received_on, stage_1.wait) < due",
            "`working_days_after` counts working days, and `stage_1.wait` is in calendar days",
        ),
        (
            "months_after(complaint.received_on, stage_1.respond) < due",
            "`months_after` counts months, and `stage_1.respond` is in working days",
        ),
        (
            "working_days(complaint.received_on, due) > stage_1.wait",
            "`working_days(complaint.received_on, due) > stage_1.wait` compares working days with calendar days",
        ),
        (
            "due - complaint.received_on > stage_1.respond",
            "`due - complaint.received_on > stage_1.respond` compares calendar days with working days",
        ),
        (
            "count(x for x in stage_1.letters) > stage_1.respond + 1",
            "`count(x for x in stage_1.letters) > stage_1.respond + 1` compares things with working days",
        ),
        (
            "stage_1.respond + stage_1.wait > 1",
            "`stage_1.respond + stage_1.wait` mixes working days with calendar days",
        ),
        ("working_days_after(due, -1) > due", "`working_days_after` cannot count backwards"),
        (
            "due + count(x for x in stage_1.letters) > due",
            "`due + count(x for x in stage_1.letters)` counts things as if they were calendar days",
        ),
    ],
)
def test_working_days_calendar_days_and_months_do_not_mix(source: str, message: str) -> None:
    (problem,) = problems(source)
    assert problem.message.replace("…", "") in message or problem.message == message


def test_adding_working_days_to_a_date_suggests_the_function() -> None:
    (problem,) = problems("complaint.received_on + stage_1.respond < due")
    assert problem.hint == "write `working_days_after(complaint.received_on, stage_1.respond)`"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("lambda: 1", "`lambda` is not part of the condition language"),
        ("(x := complaint.accepted)", "`:=` is not part of the condition language"),
        ("f'{complaint.accepted}'", "an f-string is not part of the condition language"),
        ("stage_1.points[0] == ''", "an index in square brackets is not part of the condition language"),
        ("{}", "a dictionary is not part of the condition language"),
        ("matter.category in {'a'}", "a set in braces is not part of the condition language"),
        ("[x for x in stage_1.letters]", "a loop in square brackets is not part of the condition language"),
        ("given({x for x in stage_1.letters})", "a loop in braces is not part of the condition language"),
        ("given({x: x for x in stage_1.letters})", "a loop in braces is not part of the condition language"),
        (
            "(x for x in stage_1.letters)",
            "a loop outside `any`, `all` and `count` is not part of the condition language",
        ),
        ("given(*stage_1.points)", "`*` is not part of the condition language"),
        ("1.5 > 1", "`1.5` is not part of the condition language"),
        ("b'a' == 'a'", "`b'a'` is not part of the condition language"),
        ("...", "`...` is not part of the condition language"),
        ("given(x).y", "only names have parts after a dot"),
        ("given(given)(complaint.accepted)", "unknown function `given(given)`"),
        ("any(complaint.accepted)", "`any` takes one loop over a collection"),
        ("any([x.sent for x in stage_1.letters])", "`any` takes one loop over a collection"),
        (
            "any(x.sent for x in stage_1.letters for y in stage_1.letters)",
            "a loop has one variable, one `for` and at most one `if`",
        ),
        (
            "any(x.sent for x in stage_1.letters if x.sent if x.sent)",
            "a loop has one variable, one `for` and at most one `if`",
        ),
        ("any(x for x, y in stage_1.letters)", "a loop has one variable, one `for` and at most one `if`"),
        ("any(x.sent async for x in stage_1.letters)", "a loop has one variable, one `for` and at most one `if`"),
        ("any(due.sent for due in stage_1.letters)", "the variable `due` hides another name"),
        ("any(given.sent for given in stage_1.letters)", "the variable `given` hides another name"),
        ("any(complaint.sent for complaint in stage_1.letters)", "the variable `complaint` hides another name"),
        (
            "any(any(x.sent for x in stage_1.letters) for x in stage_1.letters)",
            "the variable `x` hides another name",
        ),
        ("count(x.sent for x in stage_1.letters) > 1", "`count` counts the items themselves"),
    ],
)
def test_what_python_has_and_the_language_does_not_is_refused(source: str, message: str) -> None:
    (problem,) = problems(source)
    assert problem.message == message


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("", "the condition is empty", "write a condition, or leave the key out"),
        (" \n ", "the condition is empty", "write a condition, or leave the key out"),
        ("complaint.accepted and", "the condition is not complete", None),
        ("complaint.accepted = 1", "the condition cannot be read at `= 1`", "compare with `==`"),
        ("complaint.accepted && due", "the condition cannot be read at `& due`", "write `and`"),
        ("given(due", "the condition cannot be read at `(due`", "an opening and a closing bracket do not match"),
        ("given(due)) or (due", "the condition cannot be read at `) or (due`", None),
        ("complaint.accepted # sure", "a condition cannot hold a comment", "use a comment of the file"),
        ("matter.category == 'a\\n'", "a condition cannot hold a backslash", "write the text as it is"),
        (
            "complaint.accepted\u00a0and due",
            "a condition cannot hold the character U+00A0",
            "replace it, for instance by a plain space",
        ),
        (
            "not " * 50 + "complaint.accepted",
            f"the condition is nested more than {DEEPEST} levels deep",
            "move parts into definitions",
        ),
    ],
)
def test_a_text_that_is_no_condition_says_why(source: str, message: str, hint: str | None) -> None:
    (problem,) = problems(source)
    assert (problem.message, problem.hint) == (message, hint)


def test_a_condition_has_a_greatest_length() -> None:
    longest = "complaint.accepted" + " " * (LONGEST - len("complaint.accepted"))
    assert parse(longest, SCOPE).text == "complaint.accepted"
    (problem,) = problems(longest + " ")
    assert problem.message == f"the condition has {LONGEST + 1} characters, and the limit is {LONGEST}"


@pytest.mark.parametrize(
    "source", ["(" * 900 + "a" + ")" * 900, "-" * 1_900 + "1", "not " * 480 + "a", "a." * 900 + "a"]
)
def test_nesting_without_end_is_refused_and_not_a_crash(source: str) -> None:
    (problem,) = problems(source)
    assert "nested" in problem.message or "read" in problem.message


def test_a_mistake_has_line_and_column() -> None:
    (problem,) = problems("complaint.accepted and resident.at_rsk")
    assert problem.location == Location("6-stages.yaml", 12, 20 + 23)


def test_a_column_counts_characters_after_blanks_and_letters_beyond_ascii() -> None:
    (problem,) = problems("  matter.category == 'café' and resident.at_rsk")
    assert problem.location == Location("6-stages.yaml", 12, 20 + 32)


def test_a_condition_without_a_place_is_placed_in_itself() -> None:
    with pytest.raises(RulesetError) as caught:
        parse("complaint.accepted and xyzzy", SCOPE)
    assert str(caught.value) == "condition:1:24: unknown name `xyzzy`"


def test_a_place_without_a_column_stays_without() -> None:
    with pytest.raises(RulesetError) as caught:
        parse("xyzzy", SCOPE, Location("rules.yaml", 3))
    assert str(caught.value) == "rules.yaml:3: unknown name `xyzzy`"


def test_every_mistake_is_reported_once_and_in_one_go() -> None:
    source = "xyzzy and process.stages < 'a' and frobnicate(1) and any(x.y for x in stage_1.letters if x.z)"
    messages = [problem.message for problem in problems(source)]
    assert messages == [
        "unknown name `xyzzy`",
        '`process.stages < "a"` compares a number with a text',
        "unknown function `frobnicate`",
        "`x` has no attribute `y`",
        "`x` has no attribute `z`",
    ]


def test_another_type_than_expected_is_named() -> None:
    (problem,) = problems("complaint.accepted", expected=DATE)
    assert problem.message == "`complaint.accepted` is a flag, but a date is needed here"


def test_a_date_where_a_flag_is_needed_suggests_given() -> None:
    (problem,) = problems("not complaint.received_on")
    assert problem.hint == "ask with `given(complaint.received_on)`"


def parses_or_refuses(source: str) -> None:
    try:
        expression = parse(source, WIDE, PLACE, None)
    except RulesetError as error:
        found = error.problems
    else:
        assert parse(expression.text, WIDE, PLACE, None) == expression
        return
    assert found
    for problem in found:
        assert problem.location is not None
        assert problem.location.column is not None
        assert 20 <= problem.location.column <= 20 + len(source)


@given(st.text(max_size=60))
@example("\x00")
@example("\ud800")
@example("'\ud800' == ''")
@example("1if complaint.accepted else 2")
@example("0777")
@example("9" * 1_900)
@example("ﬁ and µ.ª")
@example("'a' 'b' == matter.category")
@example("'''a\nb''' == matter.category")
def test_no_text_ends_in_anything_but_a_ruleset_error(source: str) -> None:
    parses_or_refuses(source)


PIECES = [
    "complaint.accepted",
    "complaint.received_on",
    "process.stages",
    "matter.category",
    "stage_1.points",
    "stage_1.letters",
    "stage_1.respond",
    "notice.on",
    "notice",
    "due",
    "x",
    "x.sent",
    "nothing.at.all",
    "1",
    "1.5",
    "2j",
    "'a'",
    "b'a'",
    "None",
    "True",
    "...",
    "f'{due!r:>{x}}'",
]
SHAPES = [
    "({0} and {1})",
    "({0} or {1})",
    "(not {0})",
    "(-{0})",
    "(~{0})",
    "({0} + {1})",
    "({0} - {1})",
    "({0} @ {1})",
    "({0} ** {1})",
    "({0} < {1} <= {2})",
    "({0} == {1} is {2})",
    "({0} is not None)",
    "({0} in {1})",
    "({0} not in ({1}, {2}))",
    "({0} in [{1}, *{2}])",
    "({0} if {1} else {2})",
    "(lambda x, *y, z={0}: {1})",
    "(y := {0})",
    "[{0}, {1}]",
    "({0},)",
    "{{{0}: {1}, **{2}}}",
    "{{{0}, {1}}}",
    "{0}[{1}]",
    "{0}[{1}:{2}]",
    "{0}.sent",
    "given({0})",
    "recorded({0})",
    "covers({0}, {1})",
    "includes({0}, {1})",
    "latest({0}, {1}, {2})",
    "working_days({0}, {1})",
    "months_after({0}, {1})",
    "earliest(*{0}, **{1})",
    "given(x={0})",
    "unheard_of({0})",
    "{0}({1})",
    "any({0} for x in stage_1.letters)",
    "all({0} for x in stage_1.letters if {1})",
    "count(x for x in stage_1.letters if {0})",
    "count({0} for y in {1})",
    "any({0} for x in {1} for y in {2})",
    "any({0} for x.y in stage_1.letters)",
    "any({0} async for x in stage_1.letters)",
    "any({0}, {1})",
    "[{0} for x in {1}]",
    "{{{0} for x in {1}}}",
    "{{{0}: {1} for x in {2}}}",
    "({0} for x in {1} if {2})",
    "(yield {0})",
    "(await {0})",
    "f'{{{0}}}'",
]
SOURCES = st.recursive(
    st.sampled_from(PIECES),
    lambda parts: st.builds(
        lambda shape, first, second, third: shape.format(first, second, third),
        st.sampled_from(SHAPES),
        parts,
        parts,
        parts,
    ),
    max_leaves=9,
)


@given(SOURCES)
def test_no_python_expression_ends_in_anything_but_a_ruleset_error(source: str) -> None:
    parses_or_refuses(source)
