"""Rulesets that do not load: each mistake is one clear error with its file, line and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from case_building import a_case, event
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError, DocumentError, NoRulesetInForceError, RulesetError
from code_engine.evaluation.evaluation import Status
from code_engine.ruleset.catalogue import Catalogue, shipped_rulesets
from code_engine.ruleset.loader import load_ruleset

HEADER = """\
id: small-code
title: A small code
version: "1"
in_force:
  from: 2024-04-01
source: Written for tests
checked_on: 2024-04-02
include: [rules.yaml]
"""

CONTESTED = """\
contested:
  start:
    question: When does it start?
    provisions: ["1.1"]
    default: strict
    readings:
      strict: {title: Strict, basis: The words}
      mild: {title: Mild, basis: Custom}
"""

PARAMETERS = """\
parameters:
  answer.limit: {value: 5, unit: working_days, direction: tighten_down, provision: "1.1", meaning: Time to answer}
  answer.stages: {value: 2, unit: count, direction: fixed, provision: "1.1", meaning: Stages}
"""

PROVISION = """\
section: {number: 1, title: The only section}
provisions:
  "1.1":
    title: Answering
    gist: The landlord answers.
    kinds: [case]
    source: Small Code, 1.1
    rules:
"""

DEADLINE = """\
      - id: answered-in-time
        title: Answered in time
        deadline:
          clock: complaint.received_on
          within: answer.limit
          done: stage_1.responded_on
          extension: {notice: stage_1.extensions, new_due: notice.new_due_on, cap: answer.limit,
            valid: notice.on <= due}
"""


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def place(text: str, wanted: str) -> str:
    """Line and column of the only occurrence of some words."""
    assert text.count(wanted) == 1, wanted
    before = text[: text.index(wanted)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def refusal(folder: Path, files: dict[str, str]) -> CodeEngineError:
    with pytest.raises(CodeEngineError) as caught:
        load_ruleset(written(folder, {"ruleset.yaml": HEADER} | files))
    return caught.value


def a_rule(text: str) -> str:
    return PROVISION + f"      - id: a-rule\n        title: A rule\n{text}"


def test_a_small_ruleset_loads_and_answers(tmp_path: Path) -> None:
    folder = tmp_path / "small-code" / "1"
    written(folder, {"ruleset.yaml": HEADER + CONTESTED, "rules.yaml": PARAMETERS + PROVISION + DEADLINE})
    engine = Engine.from_folders([tmp_path])
    case = a_case(event("complaint_received", "2025-06-02"), event("response_issued", "2025-06-10", stage=1))
    evaluation = engine.evaluate(case, as_of=date(2025, 6, 20), ruleset="small-code@1")
    finding = evaluation.finding("answered-in-time")
    assert (finding.status, finding.due_on, finding.reason) == (
        Status.BREACHED,
        date(2025, 6, 9),
        "Done on 10 June 2025, 1 working day late; it was due by 9 June 2025.",
    )


def test_the_other_default_sentences_of_a_deadline(tmp_path: Path) -> None:
    folder = tmp_path / "small-code" / "1"
    written(folder, {"ruleset.yaml": HEADER, "rules.yaml": PARAMETERS + PROVISION + DEADLINE})
    engine = Engine.from_folders([tmp_path])
    received = event("complaint_received", "2025-06-02")
    answered = event("response_issued", "2025-06-09", stage=1)

    def said(as_of: str, *events: dict[str, object], **header: object) -> str:
        case = a_case(received, *events, **header)
        found = engine.evaluate(case, as_of=date.fromisoformat(as_of), ruleset="small-code@1")
        return found.finding("answered-in-time").reason

    assert said("2025-06-20", answered) == "Done on 9 June 2025; it was due by 9 June 2025."
    assert said("2025-06-04") == "Not due yet: 3 working days left, until 9 June 2025."
    assert said("2025-06-11") == "Not done; it was due by 9 June 2025, 2 working days ago."
    unknown = said("2025-06-11", record="partial")
    assert unknown.startswith("Cannot be told yet: When was the stage 1 response sent? Is there any extension notice")


# Mistakes in rules.yaml: what is written, the words at which the error points, and what it says.
RULE_MISTAKES = {
    "an unknown fact": (
        a_rule("        require: stage_1.respnded\n"),
        "stage_1.respnded",
        "unknown name `stage_1.respnded`",
        "did you mean `stage_1.responded`?",
    ),
    "a date where a flag is needed": (
        a_rule("        require: stage_1.responded_on\n"),
        "stage_1.responded_on",
        "`stage_1.responded_on` is a date, but a flag is needed here",
        None,
    ),
    "a flag that does not parse in applies": (
        a_rule("        applies: complaint.received and\n        require: stage_1.responded\n"),
        None,
        "the condition",
        None,
    ),
    "a deadline of a parameter there is not": (
        PARAMETERS + PROVISION + DEADLINE.replace("within: answer.limit", "within: answer.limits"),
        "answer.limits",
        "unknown parameter `answer.limits`",
        "did you mean `answer.limit`?",
    ),
    "a limit that counts things": (
        PARAMETERS + PROVISION + DEADLINE.replace("within: answer.limit", "within: answer.stages"),
        "answer.stages\n",
        "`answer.stages` counts things; a limit is in days or months",
        None,
    ),
    "notices that are no collection": (
        PARAMETERS + PROVISION + DEADLINE.replace("stage_1.extensions", "stage_1.extension"),
        "stage_1.extension,",
        "unknown collection `stage_1.extension`",
        "did you mean `stage_1.extensions`?",
    ),
    "items of no collection": (
        a_rule("        deadline: {for_each: remedy in remedis, due: remedy.by_when, done: remedy.completed_on}\n"),
        "remedy in remedis",
        "unknown collection `remedis`",
        "did you mean `remedies`?",
    ),
    "an unknown contested question": (
        PARAMETERS
        + a_rule(
            "        deadline:\n          clock: {contested: begin, readings: {strict: as_of, mild: as_of}}\n"
            "          within: answer.limit\n          done: stage_1.responded_on\n"
        ),
        "begin,",
        "unknown contested question `begin`",
        "declare it under `contested:` in ruleset.yaml",
    ),
    "an unknown reading": (
        CONTESTED
        + PARAMETERS
        + a_rule(
            "        deadline:\n          clock: {contested: start, readings: {strict: as_of, milt: as_of}}\n"
            "          within: answer.limit\n          done: stage_1.responded_on\n"
        ),
        "as_of}}",
        "unknown reading `milt`",
        "did you mean `mild`?",
    ),
    "a missing default reading": (
        CONTESTED.replace("mild: {", "loose: {title: Loose, basis: Hope}\n      mild: {")
        + PARAMETERS
        + a_rule(
            "        deadline:\n          clock: {contested: start, readings: {loose: as_of, mild: as_of}}\n"
            "          within: answer.limit\n          done: stage_1.responded_on\n"
        ),
        "start, readings",
        "the default reading `strict` is not given",
        None,
    ),
    "a default that is no reading": (
        CONTESTED.replace("default: strict", "default: stricter"),
        "stricter",
        "the default `stricter` is not one of the readings",
        "did you mean `strict`?",
    ),
    "a check of notices of no deadline": (
        PARAMETERS
        + PROVISION
        + DEADLINE
        + "      - {id: told, title: Told, extension_of: answerd-in-time, each: notice.on <= due}\n",
        "answerd-in-time",
        "no deadline with an extension is called `answerd-in-time`",
        "did you mean `answered-in-time`?",
    ),
    "an unknown placeholder": (
        a_rule("        require: stage_1.responded\n        reasons: {met: 'Done on {donne}.'}\n"),
        "'Done on {donne}.'",
        "unknown placeholder `{donne}`",
        "did you mean `done`?",
    ),
    "an unknown fact in a reason": (
        a_rule("        require: stage_1.responded\n        reasons: {met: 'On {fact:stage_1.responded_no}.'}\n"),
        "'On {fact:stage_1.responded_no}.'",
        "unknown placeholder `{fact:stage_1.responded_no}`",
        "did you mean `fact:stage_1.responded_on`?",
    ),
    "unbalanced braces in a reason": (
        a_rule("        require: stage_1.responded\n        reasons: {met: 'Done on {done.'}\n"),
        "'Done on {done.'",
        "unbalanced braces in a reason",
        "write placeholders like {due}",
    ),
    "a rule on a subject that its provision is not about": (
        a_rule(
            "        subject: policy\n        breach_is: weaker\n        require: policy.surveys.respondents_told\n"
        ),
        "policy\n",
        "rule `a-rule` is about the policy, its provision is not",
        "the kinds of 1.1 are case",
    ),
    "a rule about policies that does not grade a breach": (
        a_rule("        subject: policy\n        require: policy.surveys.respondents_told\n"),
        None,
        "a rule about policies says what a breach is: `breach_is: conflict` or `weaker`",
        None,
    ),
    "a rule about a case that grades a policy": (
        a_rule("        require: stage_1.responded\n        breach_is: weaker\n"),
        None,
        "`breach_is`, `stricter`, `must_be_stated` and `change` are for rules about policies",
        None,
    ),
    "a rule about the organisation that asks nothing": (
        a_rule("        subject: organisation\n        require: stage_1.responded\n"),
        None,
        "a rule about the organisation asks a question: it has a `judgement`",
        None,
    ),
    "a provision in another section": (
        a_rule("        require: stage_1.responded\n").replace('"1.1":', '"2.1":'),
        '"2.1":',
        "provision `2.1` stands in section 1",
        None,
    ),
    "a provision that nothing answers": (
        PROVISION.replace("kinds: [case]", "kinds: [policy]").replace("    rules:\n", ""),
        '"1.1":',
        "provision `1.1` says nothing of what answers it",
        "give `answered_by`",
    ),
    "a definition of an unknown name": (
        "definitions:\n  answered: {is: stage_1.respnded, meaning: Answered}\n" + a_rule("        require: answered\n"),
        "stage_1.respnded",
        "unknown name `stage_1.respnded`",
        "did you mean `stage_1.responded`?",
    ),
    "definitions that use each other": (
        "definitions:\n  one: {is: two, meaning: One}\n  two: {is: not one, meaning: Two}\n",
        "one: {",
        "these definitions use each other: `one`, `two`",
        "break the circle",
    ),
    "an unknown key": (
        a_rule("        requires: stage_1.responded\n"),
        "requires:",
        "unknown key `requires`",
        "did you mean `require`?",
    ),
    "two ways to judge one rule": (
        a_rule("        require: stage_1.responded\n        each: notice.on <= due\n"),
        None,
        "a rule has exactly one of `require`, `deadline`, `judgement` and `each`",
        None,
    ),
    "a check of notices that names no deadline": (
        a_rule("        each: notice.on <= due\n"),
        None,
        "`each` and `extension_of` go together",
        None,
    ),
    "a deadline with two due dates": (
        a_rule("        deadline: {due: as_of, clock: as_of, within: answer.limit, done: as_of}\n"),
        None,
        "a deadline has either `clock` and `within`, or `due`",
        None,
    ),
    "a deadline for each item with an extension": (
        PARAMETERS
        + PROVISION
        + DEADLINE.replace("        deadline:\n", "        deadline:\n          for_each: remedy in remedies\n"),
        None,
        "`for_each` does not go with `extension` or a contested clock",
        None,
    ),
    "a deadline that is also told when it is pending": (
        PARAMETERS + PROVISION + DEADLINE + "        pending: stage_1.responded\n",
        None,
        "a `deadline` works out pending, outstanding and due itself",
        None,
    ),
    "an unquoted number of a provision": (
        PROVISION.replace('"1.1":', "1.10:"),
        "1.10:",
        "the key `1.10` is not in quotes, so it is the number 1.1",
        None,
    ),
    "a tab": (PROVISION.replace("    title", "\ttitle"), "\t", "tab", None),
    "a key given twice": (
        PROVISION.replace("    gist: The landlord answers.\n", "    title: Again\n"),
        "title: Again",
        "`title`",
        None,
    ),
}


@pytest.mark.parametrize("mistake", RULE_MISTAKES.values(), ids=RULE_MISTAKES.keys())
def test_a_mistake_in_the_rules_is_told_with_its_place(
    tmp_path: Path, mistake: tuple[str, str | None, str, str | None]
) -> None:
    text, wanted, message, hint = mistake
    problem = refusal(tmp_path, {"rules.yaml": text}).problems[0]
    assert message in problem.message
    assert problem.location is not None
    assert problem.location.file == str(tmp_path / "rules.yaml")
    assert problem.location.line is not None
    if wanted is not None:
        assert f"{problem.location.line}:{problem.location.column}" == place(text, wanted)
    if hint is not None:
        assert problem.hint == hint


def test_all_mistakes_of_a_ruleset_are_told_at_once(tmp_path: Path) -> None:
    text = a_rule("        require: stage_1.respnded\n") + (
        "      - id: a-rule\n        title: Again\n"
        "        require: stage_1.reponded\n        applies: complaint.recieved\n"
    )
    messages = [problem.message for problem in refusal(tmp_path, {"rules.yaml": text}).problems]
    assert messages == [
        "unknown name `stage_1.respnded`",
        "two rules have the id `a-rule`",
        "unknown name `complaint.recieved`",
        "unknown name `stage_1.reponded`",
    ]


def test_a_second_rule_of_the_same_id_is_told_where_the_first_one_stands(tmp_path: Path) -> None:
    rule = "        require: stage_1.responded\n"
    text = a_rule(rule) + f"      - id: a-rule\n        title: Again\n{rule}"
    problem = refusal(tmp_path, {"rules.yaml": text}).problems[0]
    assert problem.hint == f"the first is at {tmp_path / 'rules.yaml'}:9:13"


@pytest.mark.parametrize(
    ("key", "entry"),
    [
        ("provisions", '  "1.1": {title: T, gist: G, kinds: [case], source: S}\n'),
        ("parameters", '  a.b: {value: 1, unit: months, direction: free, provision: "1.1", meaning: M}\n'),
        ("definitions", "  a: {is: complaint.received, meaning: M}\n"),
        ("contested", "  a: {question: Q, provisions: [], default: b, readings: {b: {title: T, basis: B}}}\n"),
    ],
)
def test_a_name_is_declared_once_in_all_files(tmp_path: Path, key: str, entry: str) -> None:
    header = HEADER.replace("[rules.yaml]", "[rules.yaml, more.yaml]")
    text = f"{key}:\n{entry}"
    error = refusal(tmp_path, {"ruleset.yaml": header, "rules.yaml": text, "more.yaml": "\n" + text})
    (problem,) = error.problems
    assert "is given twice under" in problem.message
    assert str(problem.location) == f"{tmp_path / 'more.yaml'}:3:3"
    assert problem.hint == f"the first is at {tmp_path / 'rules.yaml'}:2:3"


INCLUDES = {
    "a file that is not there": ({"ruleset.yaml": HEADER}, "8:11", "there is no file `rules.yaml`"),
    "a file outside the folder": (
        {"ruleset.yaml": HEADER.replace("rules.yaml", "../rules.yaml")},
        "8:11",
        "`../rules.yaml` lies outside the ruleset",
    ),
    "a file included twice": (
        {
            "ruleset.yaml": HEADER.replace("rules.yaml", "rules.yaml, rules.yaml"),
            "rules.yaml": PROVISION.split("    rules")[0],
        },
        "8:23",
        "`rules.yaml` is included twice",
    ),
    "files that include each other": (
        {
            "ruleset.yaml": HEADER,
            "rules.yaml": "include: [parts/more.yaml]\n",
            "parts/more.yaml": "include: [../rules.yaml]\n",
        },
        "1:11",
        "these files include each other: rules.yaml → parts/more.yaml → rules.yaml",
    ),
    "a file that includes itself": (
        {"ruleset.yaml": HEADER.replace("rules.yaml", "ruleset.yaml")},
        "8:11",
        "these files include each other: ruleset.yaml → ruleset.yaml",
    ),
}


@pytest.mark.parametrize("mistake", INCLUDES.values(), ids=INCLUDES.keys())
def test_a_wrong_include_is_told_with_its_place(tmp_path: Path, mistake: tuple[dict[str, str], str, str]) -> None:
    files, where, message = mistake
    (problem,) = refusal(tmp_path, files).problems
    assert problem.message == message
    assert str(problem.location).endswith(f".yaml:{where}")


@pytest.mark.parametrize(
    ("right", "wrong", "where", "message"),
    [
        ("from: 2024-04-01", "from: 2024-04-31", "5:9", "`2024-04-31` is not a date"),
        ("from: 2024-04-01", "from: 2024-04-01\n  to: 2024-13-01", "6:7", "`2024-13-01` is not a date"),
        ("checked_on: 2024-04-02", "checked_on: 2024-02-30", "7:13", "`2024-02-30` is not a date"),
        ("id: small-code", "id: Small Code", "1:5", "Small Code"),
        ("title: A small code\n", "", "1:1", "title"),
    ],
)
def test_a_mistake_in_the_header_is_told_with_its_place(
    tmp_path: Path, right: str, wrong: str, where: str, message: str
) -> None:
    files = {"ruleset.yaml": HEADER.replace(right, wrong), "rules.yaml": PROVISION.split("    rules")[0]}
    problem = refusal(tmp_path, files).problems[0]
    assert message in f"{problem.message} {problem.hint}"
    assert str(problem.location) == f"{tmp_path / 'ruleset.yaml'}:{where}"


def test_a_folder_without_a_ruleset_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"ruleset\.yaml"):
        load_ruleset(tmp_path)


def test_the_digest_does_not_depend_on_line_endings_but_on_every_word(tmp_path: Path) -> None:
    rules = a_rule("        require: stage_1.responded\n")
    unix = load_ruleset(written(tmp_path / "unix", {"ruleset.yaml": HEADER, "rules.yaml": rules}))
    dos = tmp_path / "dos"
    written(dos, {"ruleset.yaml": HEADER})
    (dos / "rules.yaml").write_bytes(rules.replace("\n", "\r\n").encode())
    other = written(tmp_path / "other", {"ruleset.yaml": HEADER, "rules.yaml": rules.replace("answers.", "answers!")})
    assert load_ruleset(dos).digest == unix.digest != load_ruleset(other).digest


def test_two_rulesets_of_one_version_are_refused(tmp_path: Path) -> None:
    rules = a_rule("        require: stage_1.responded\n")
    for name in ("one", "two"):
        written(tmp_path / name / "1", {"ruleset.yaml": HEADER, "rules.yaml": rules})
    with pytest.raises(RulesetError, match="two rulesets have the same id and version"):
        Catalogue.load([tmp_path])


def test_an_unknown_ruleset_is_told_with_what_there_is() -> None:
    catalogue = Catalogue.load([shipped_rulesets()])
    assert catalogue.identities() == ("housing-ombudsman-code@2024-04-01",)
    with pytest.raises(RulesetError, match="did you mean `housing-ombudsman-code@2024-04-01`"):
        catalogue.named("housing-ombudsman-code@2024")
    with pytest.raises(RulesetError, match="there are: housing-ombudsman-code@2024-04-01"):
        catalogue.named("x")


def test_without_any_version_the_option_that_forces_one_is_named_in_general(tmp_path: Path) -> None:
    with pytest.raises(NoRulesetInForceError, match="--ruleset ID@VERSION"):
        Catalogue.load([tmp_path]).in_force(date(2025, 1, 1))


def test_a_version_that_has_ended_applies_until_its_last_day(tmp_path: Path) -> None:
    rules = a_rule("        require: stage_1.responded\n")
    header = HEADER.replace("small-code", "housing-ombudsman-code")
    old = header.replace("from: 2024-04-01", "from: 2020-01-01\n  to: 2024-03-31")
    written(tmp_path / "code" / "new", {"ruleset.yaml": header.replace('"1"', '"2"'), "rules.yaml": rules})
    written(tmp_path / "code" / "old", {"ruleset.yaml": old, "rules.yaml": rules})
    catalogue = Catalogue.load([tmp_path])
    assert [catalogue.in_force(day).version for day in (date(2024, 3, 31), date(2024, 4, 1))] == ["1", "2"]
    with pytest.raises(NoRulesetInForceError):
        catalogue.in_force(date(2019, 12, 31))
