"""What a complaint officer reads in the terminal."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_engine.evaluation.evaluation import CaseReference, Label, MissingFact, Status, Summary
from code_engine.presentation.terminal import columns, wrapped
from code_engine.presentation.text import render_text
from code_engine.presentation.trace_words import readable_trace
from code_engine.presentation.words import clean, counted, day_words, label_words, value_words
from presentation_sample import AS_OF, finding, sample_evaluation

ANSI = re.compile(r"\x1b\[[0-9;]*m")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
HOSTILE = "a\x1b[31mred\x07\u202eb\tc\r\n# d"


def plain(**options: object) -> str:
    return render_text(sample_evaluation(), colour=False, **options)  # type: ignore[arg-type]


def section(text: str, heading: str) -> str:
    """The lines between a heading and the next empty line."""
    return text.split(f"\n{heading}", 1)[1].split("\n\n", 1)[0]


def test_the_second_line_says_in_one_line_where_the_case_stands() -> None:
    lines = plain().splitlines()
    assert lines[0] == "Complaint T11-2025-0007, twenty11, as of Tue 15 July 2025"
    assert lines[1] == "Stage 2 open, response due Thu 14 August 2025; 2 breaches, 1 still undone."


def test_the_parts_come_in_the_order_in_which_they_are_needed() -> None:
    text = plain()
    headings = (
        "WHAT TO DO NEXT",
        "LETTERS DUE",
        "WHO IS TO BE TOLD",
        "FINDINGS",
        "Section 1",
        "Section 2",
        "Section 5",
        "Section 6",
        "Section 7",
        "WHAT IS MISSING",
        "WHAT ONE CASE CANNOT ANSWER",
        "SUMMARY",
        "VERSIONS",
        "NOTES",
    )
    places = [text.index(f"\n{heading}") for heading in headings]
    assert places == sorted(places)


def test_what_is_overdue_comes_first_then_the_soonest_then_what_has_no_date() -> None:
    tasks = re.findall(r"^  \d\. (.*?):", section(plain(), "WHAT TO DO NEXT"), re.M)
    assert tasks == [
        "OVERDUE since Fri 4 July 2025",
        "By Thu 17 July 2025, 2 working days left",
        "By Thu 14 August 2025, 22 working days left",
        "No date set",
    ]


def test_an_escalation_is_told_apart_from_a_notice_and_both_name_the_own_promise() -> None:
    told = " ".join(section(plain(), "WHO IS TO BE TOLD").split())
    assert "Escalate to Senior Leadership Team member" in told
    assert "Tell Head of Feedback" in told
    assert told.count("; own promise)") == 2


def test_breaches_come_before_what_is_due_and_what_is_met_within_a_section() -> None:
    found = re.findall(r"^  6\.\d+ +(\w+)", section(plain(), "Section 6"), re.M)
    assert found == ["BREACHED", "met", "due", "due", "met"]


def test_a_broken_own_promise_stands_under_the_provision_of_the_code_and_is_named() -> None:
    lines = section(plain(), "Section 6").splitlines()
    place = next(number for number, line in enumerate(lines) if "Own promise of twenty11: BREACHED." in line)
    before = [line for line in lines[:place] if re.match(r"  \d", line)]
    assert before[-1].startswith("  6.2  met: Stage 1 acknowledged")


def test_an_own_promise_with_nothing_else_to_say_is_the_same() -> None:
    code = finding("6.2", "ack", Status.MET, "Acknowledged", "Sent in time.")
    own = finding("6.2", "ack", Status.MET, "Acknowledged", "Sent in time.", layer="policy")
    text = render_text(sample_evaluation(findings=(code, own)), colour=False)
    assert "       Own promise of twenty11: the same." in text.splitlines()


def test_a_promise_of_a_rule_of_its_own_stands_beside_the_only_finding_of_its_provision() -> None:
    code = finding("6.2", "ack", Status.MET, "Acknowledged", "Sent in time.")
    own = finding("6.2", "promise", Status.BREACHED, "Sent in two days", "Sent on day four.", layer="policy")
    text = render_text(sample_evaluation(findings=(own, code)), colour=False)
    place = text.index("  6.2  met: Acknowledged")
    assert text.index("Own promise of twenty11: BREACHED. Sent in two days. Sent on day four.") > place


def test_a_promise_under_a_provision_with_several_findings_is_not_tied_to_one_of_them() -> None:
    code = [finding("5.8", f"rule-{number}", Status.MET, f"Rule {number}", "Yes.") for number in (1, 2)]
    own = finding("5.8", "promise", Status.MET, "No conflict", "None declared.", layer="policy")
    lines = render_text(sample_evaluation(findings=(*code, own)), colour=False).splitlines()
    assert "  5.8  met: No conflict (own promise of twenty11)" in lines


def test_a_promise_with_no_partner_in_the_code_stands_alone() -> None:
    own = finding("6.13", "senior", Status.BREACHED, "Senior reviewer", "Nobody was named.", layer="policy")
    text = render_text(sample_evaluation(findings=(own,)), colour=False)
    assert "  6.13 BREACHED: Senior reviewer (own promise of twenty11)" in text.splitlines()
    assert "no breach found, 1 own promise broken." in text.splitlines()[1]


def test_each_contested_reading_is_shown_with_its_own_answer() -> None:
    text = " ".join(plain().split())
    assert "From the first acknowledgement (decides here): BREACHED, due Wed 18 June 2025." in text
    assert "From the day the complaint was scoped: met, due Mon 23 June 2025." in text
    assert "Contested: readings of the Code disagree about this." in text


def test_a_verdict_that_the_other_convention_would_flip_says_so() -> None:
    assert "within one day: the count by the other convention" in label_words(Label.WITHIN_ONE_DAY, "day-0")
    assert "(day-0)" in label_words(Label.WITHIN_ONE_DAY, "inclusive")
    assert "extension" in label_words(Label.MET_WITH_EXTENSION, "day-0")


def test_a_finding_that_cannot_be_told_asks_its_question() -> None:
    assert "To settle it: Which outcomes does the definition of 9 June 2025 name?" in plain()


def test_missing_facts_are_questions_and_the_most_useful_comes_first() -> None:
    missing = " ".join(section(plain(), "WHAT IS MISSING").split())
    assert missing.startswith("1. Which outcomes does the definition of 9 June 2025 name?")
    assert "2. How did the fault affect the resident?" in missing
    assert "settle 5.6, 6.7, 6.18" in missing


def test_what_does_not_apply_is_only_counted_unless_it_is_explained() -> None:
    assert "1 rule not applicable here (2.4)." in plain()
    assert "Nothing was refused." not in plain()
    assert "Nothing was refused." in plain(explain=True)


def test_provisions_that_one_case_cannot_answer_are_one_line_and_a_list_when_explained() -> None:
    assert "2 provisions need evidence beyond one case: 4.1, 8.2." in plain()
    assert "governing body's papers" not in plain()
    assert "governing body's papers" in " ".join(plain(explain=True).split())


def test_an_explanation_shows_facts_conditions_dates_and_deadlines() -> None:
    text = plain(explain=True)
    assert "stage_1.acknowledged_on: Wed 4 June 2025" in text
    assert "done <= due: no" in text
    assert "took 12 working days" in text
    assert "\nDEADLINES\n" in text
    assert "\nDEADLINES\n" not in plain()


def test_the_summary_counts_the_code_and_the_own_promises_apart() -> None:
    summary = section(plain(), "SUMMARY")
    assert "The Code: 2 BREACHED, 2 due, 1 cannot tell, 3 met, 2 not applicable." in summary
    assert "Own promises of twenty11: 1 BREACHED," in summary


def test_the_versions_name_what_answered_with_short_digests() -> None:
    versions = section(plain(), "VERSIONS")
    assert "housing-ombudsman-code 2024-04-01" in versions
    assert "sha256:a0a0a0a0a0a0\n" in versions
    assert "chainer durable_rules 2.0.28" in versions
    assert "a0" * 32 not in versions


def test_an_evaluation_by_the_code_alone_says_so() -> None:
    evaluation = sample_evaluation(policy=None, summary_by_layer={})
    text = render_text(evaluation, colour=False)
    assert "Policy: none: the Code alone" in text
    assert "All findings: 3 BREACHED" in text


def test_nothing_to_do_is_said_and_empty_parts_are_left_out() -> None:
    empty = sample_evaluation(
        actions=(),
        letters=(),
        notices=(),
        escalations=(),
        findings=(),
        missing=(),
        not_evaluated=(),
        notes=(),
    )
    text = render_text(empty, colour=False)
    assert "Nothing is to be done at present." in text
    assert text.splitlines()[1] == "No stage is open; no breach found."
    for heading in ("LETTERS DUE", "WHO IS TO BE TOLD", "WHAT IS MISSING", "WHAT ONE CASE", "NOTES"):
        assert heading not in text


@pytest.mark.parametrize(
    ("status", "values", "words"),
    [
        (
            Status.BREACHED,
            {"due_on": date(2025, 9, 24), "outstanding": True},
            "OVERDUE since Wed 24 September 2025",
        ),
        (Status.MET, {"done_on": date(2025, 6, 20)}, "answered on Fri 20 June 2025"),
        (Status.UNDETERMINED, {}, "date not known"),
        (Status.PENDING, {}, "open"),
    ],
)
def test_the_standing_names_the_state_of_the_response(status: Status, values: dict[str, object], words: str) -> None:
    response = finding("6.3", "stage-1-response-in-time", status, "Response", "Reason.", **values)
    line = render_text(sample_evaluation(findings=(response,)), colour=False).splitlines()[1]
    assert line.startswith((f"Stage 1 {words}", f"Stage 1 response {words}"))
    assert len(line) <= 80


WITHDRAWN = {"complaint.withdrawn_on": "2025-07-10", "complaint.refused_on": None}


@pytest.mark.parametrize(
    ("rule", "status", "facts", "words"),
    [
        ("stage-1-response-in-time", Status.BREACHED, WITHDRAWN, "Withdrawn on Thu 10 July 2025; 1 breach."),
        (
            "stage-1-response-in-time",
            Status.BREACHED,
            {"complaint.withdrawn_on": None, "complaint.refused_on": "2025-07-09"},
            "Refused on Wed 9 July 2025; 1 breach.",
        ),
        (
            "stage-2-response-in-time",
            Status.BREACHED,
            {"escalation.refused_on": "2025-07-09"},
            "Stage 2 refused on Wed 9 July 2025; 1 breach.",
        ),
        ("stage-1-response-in-time", Status.BREACHED, {}, "1 breach."),
        ("stage-1-response-in-time", Status.BREACHED, {"complaint.withdrawn_on": "unknown"}, "1 breach."),
        (
            "stage-1-response-in-time",
            Status.BREACHED,
            {"complaint.withdrawn_on": {"from": "2025-07-01", "to": None}},
            "1 breach.",
        ),
        (
            "stage-1-response-in-time",
            Status.NOT_APPLICABLE,
            WITHDRAWN,
            "Withdrawn on Thu 10 July 2025; no breach found.",
        ),
    ],
)
def test_a_case_that_ended_is_not_overdue_but_says_how_it_ended(
    rule: str, status: Status, facts: dict[str, object], words: str
) -> None:
    response = finding("6.3", rule, status, "Response", "Reason.", due_on=date(2025, 6, 18), facts=facts)
    assert render_text(sample_evaluation(findings=(response,)), colour=False).splitlines()[1] == words


def test_what_is_to_be_done_on_the_day_itself_is_due_today() -> None:
    text = render_text(sample_evaluation(as_of=date(2025, 7, 17)), colour=False, explain=True)
    assert "Today, Thu 17 July 2025: Acknowledge, define and log the escalation" in text
    assert "due today)" in text
    assert "0 working days left" not in render_text(sample_evaluation(as_of=date(2025, 7, 17)), colour=False)


def test_a_case_judged_by_the_code_alone_is_headed_so() -> None:
    reference = CaseReference.of(reference="A", landlord="code-only", digest="sha256:" + "1f" * 32)
    text = render_text(sample_evaluation(case=reference), colour=False, landlord_name="The Code alone")
    assert text.splitlines()[0] == "Complaint A, by the Code alone, as of Tue 15 July 2025"


def test_a_case_with_open_questions_is_not_called_free_of_breaches() -> None:
    unknown = finding("6.9", "written", Status.UNDETERMINED, "Written", "Not recorded.")
    line = render_text(sample_evaluation(findings=(unknown,)), colour=False).splitlines()[1]
    assert "no breach found so far" in line


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("explain", [False, True])
def test_no_line_is_wider_than_asked_for(width: int, explain: bool) -> None:
    lines = plain(width=width, explain=explain).splitlines()
    assert max(columns(line) for line in lines) <= width


def test_without_colour_there_is_no_escape_sequence() -> None:
    assert "\x1b" not in plain(explain=True)


def test_colour_adds_nothing_but_escape_sequences() -> None:
    coloured = render_text(sample_evaluation(), colour=True, explain=True)
    assert ANSI.sub("", coloured) == plain(explain=True)
    assert "\x1b[1;31mOVERDUE since Fri 4 July 2025\x1b[0m" in coloured
    assert "\x1b[1;31mBREACHED\x1b[0m" in coloured


def test_there_is_nothing_a_screen_reader_stumbles_over() -> None:
    assert all(ord(character) < 0x2000 for character in plain(explain=True))


def test_control_characters_of_a_case_never_reach_the_terminal() -> None:
    hostile = sample_evaluation(
        case=CaseReference.of(reference=HOSTILE, landlord=HOSTILE, digest=HOSTILE),
        notes=(HOSTILE,),
        findings=(finding(HOSTILE, HOSTILE, Status.BREACHED, HOSTILE, HOSTILE, facts={HOSTILE: HOSTILE}),),
        missing=(MissingFact.of(fact=HOSTILE, settles=(HOSTILE,), question=HOSTILE),),
    )
    for explain in (False, True):
        assert CONTROL.search(render_text(hostile, colour=False, explain=explain)) is None


def test_the_same_evaluation_gives_the_same_text() -> None:
    assert plain(explain=True) == plain(explain=True)


def test_a_landlords_name_is_shown_instead_of_its_identifier() -> None:
    assert plain(landlord_name="Twenty11 Homes").splitlines()[0].startswith("Complaint T11-2025-0007, Twenty11 Homes,")


def test_the_summary_of_the_sample_agrees_with_its_findings() -> None:
    evaluation = sample_evaluation()
    assert evaluation.summary == Summary(met=3, breached=3, pending=2, undetermined=1, not_applicable=2)
    assert type(evaluation).model_validate_json(evaluation.to_json()) == evaluation


@given(st.text(max_size=200), st.integers(min_value=5, max_value=40))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrapped(clean(text), width)
    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


@given(st.text(max_size=200))
def test_a_cleaned_text_is_one_line_that_can_be_encoded(text: str) -> None:
    cleaned = clean(text)
    assert CONTROL.search(cleaned) is None
    assert len(cleaned.splitlines()) <= 1
    cleaned.encode()


def test_wide_characters_count_as_two_columns() -> None:
    assert wrapped("大阪 大阪", 4) == ["大阪", "大阪"]
    assert columns("e\u0301") == 1


def test_words_for_values_say_what_is_known() -> None:
    assert value_words("2025-06-09") == "Mon 9 June 2025"
    assert value_words("2025-99-99") == "2025-99-99"
    assert value_words("unknown") == "not known"
    assert value_words("") == "known to be nothing"
    assert value_words(None) == "has not happened"
    assert value_words(True) == "yes"
    assert value_words([]) == "none"
    assert value_words(["plumbing", "damp"]) == "plumbing, damp"
    assert value_words({"at_least": 2}) == "at least 2"
    assert value_words({"from": "2025-06-09", "to": None}) == "not known: Mon 9 June 2025 or later, if at all"
    assert value_words({"from": 1, "to": 3}) == "not known: between 1 and 3"
    assert value_words(AS_OF) == day_words(AS_OF) == "Tue 15 July 2025"
    assert counted(1, "breach", "breaches") == "1 breach"


def test_a_deep_trace_is_indented_and_an_inference_is_always_explained() -> None:
    deep = finding(
        "6.4",
        "extension",
        Status.MET,
        "Extension",
        "Explained in time.",
        inferred="The Code names no day.",
        trace={"deadline": {"clock": {"value": "2025-06-02"}, "counting": "day-0"}},
    )
    evaluation = sample_evaluation(findings=(deep,))
    lines = render_text(evaluation, colour=False, explain=True).splitlines()
    assert "         deadline:" in lines
    assert "           clock: value: Mon 2 June 2025" in lines
    assert "       Beyond the words of the Code: The Code names no day." in lines
    assert "The Code names no day." not in render_text(evaluation, colour=False)


def test_a_section_without_a_title_goes_by_its_number() -> None:
    other = sample_evaluation().ruleset.model_copy(update={"sections": {}, "forced": True})
    text = render_text(sample_evaluation(ruleset=other, deadlines=()), colour=False, explain=True)
    assert "\nSection 6 (1 BREACHED" in text
    assert "not by the date of the complaint" in " ".join(text.split())
    assert "\nDEADLINES\n" not in text


def test_dates_beyond_the_announced_bank_holidays_are_named_with_the_calendar() -> None:
    calendar = sample_evaluation().calendar.model_copy(update={"provisional": True})
    text = " ".join(render_text(sample_evaluation(calendar=calendar), colour=False).split())
    assert "bank holidays after Fri 31 December 2027 are not announced yet" in text


def test_a_condition_is_said_once_and_one_without_a_value_is_not_known() -> None:
    whole = {"condition": "a and b", "value": None, "parts": [{"condition": "a", "value": True}]}
    single = {"condition": "c", "value": False, "parts": [{"condition": "c", "value": False}]}
    notice = {"notice": 1, "value": None, "parts": {"reasons": None}}
    clock = {"expression": "complaint.received_on", "value": None}
    trace = {"applies": single, "require": whole, "notices": [notice], "deadline": {"clock": clock}}
    assert readable_trace(trace) == {
        "applies": {"c": False},
        "require": {"a and b": "unknown", "a": True},
        "notices": [{"notice": 1, "value": "unknown", "reasons": "unknown"}],
        "deadline": {"clock": {"expression": "complaint.received_on", "value": None}},
    }


def test_readings_that_agree_are_shown_only_when_explained() -> None:
    agreed = sample_evaluation().finding("stage-1-response-in-time").model_copy(update={"labels": ()})
    evaluation = sample_evaluation(findings=(agreed,))
    assert "complaint was scoped" not in render_text(evaluation, colour=False)
    assert "complaint was scoped" in " ".join(render_text(evaluation, colour=False, explain=True).split())


def test_a_question_that_the_reason_asks_already_is_not_asked_twice() -> None:
    question = MissingFact.of(fact="answers.6.9", settles=("6.9",), question="Is it plain?")
    judged = finding(
        "6.9",
        "plain",
        Status.UNDETERMINED,
        "Plain",
        "A person has to judge: Is it plain?",
        missing=("answers.6.9",),
    )
    text = render_text(sample_evaluation(findings=(judged,), missing=(question,)), colour=False)
    assert "To settle it" not in text
    assert text.count("Is it plain?") == 2
