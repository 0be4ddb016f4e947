"""A policy check as one self-contained HTML page: what to act on first, then all provisions by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from code_engine.assessment.policy_answers import PolicyCheck, ProvisionCheck
from code_engine.evaluation.evaluation import Status
from code_engine.presentation.html_page import Branding, whole_page
from code_engine.presentation.html_pieces import folded, pill, style_of, table
from code_engine.presentation.markup import NOTHING, Markup, element, joined
from code_engine.presentation.policy_check_outline import (
    KINDS,
    TO_ACT_ON,
    Kind,
    clause_text,
    clauses_words,
    entries_of,
    kind_of,
    lesser_parts,
    lesser_words,
    questions_of,
    summary_line,
)
from code_engine.presentation.policy_words import grade_words, in_force_words, layers_words, policy_heading
from code_engine.presentation.words import clean, day_words, sentence

_STYLE = """
.change{border-left:.25rem solid var(--line);padding-left:.6rem}
td blockquote{margin:.2rem 0 .3rem;padding-left:.8rem;border-left:3px solid var(--line);color:var(--soft)}
"""


def render_check_html(check: PolicyCheck, brand: Branding) -> str:
    """The whole page, ending in a newline; the same check gives the same bytes.

    Raises ValueError for a colour that is not written `#rrggbb`.
    """
    name = clean(brand.name or check.policy.landlord)
    header = (
        element("p", name),
        element("h1", "The policy against the Complaint Handling Code"),
        element("p", f"{clean(check.policy.title)} {clean(check.policy.version)}, as of {day_words(check.as_of)}"),
    )
    title = f"{policy_heading(name, check.policy)} against the Code"
    return whole_page(title, Branding(name, brand.accent), header, _main(check), _footer(check), _STYLE)


def _main(check: PolicyCheck) -> Iterator[Markup]:
    yield element(
        "section",
        element("h2", "Where the policy stands", id="standing-heading"),
        element("p", summary_line(check), class_="standing"),
        _tiles(check),
        _notes(check),
        aria_labelledby="standing-heading",
    )
    sections = tuple(check.ruleset.sections.items())
    links = [("act-on", "What to act on"), *((f"section-{number}", f"{number} {name}") for number, name in sections)]
    yield element(
        "nav",
        element("ul", *(element("li", element("a", text, href=f"#{place}")) for place, text in links)),
        aria_label="On this page",
    )
    yield _section("act-on", "What to act on", _to_act_on(check))
    for number, name in sections:
        yield _section(f"section-{number}", f"{number} {clean(name)}", _provisions(check, number))
    yield _section("grades", "What the grades mean", _legend())
    yield _section("versions", "Versions", _versions(check))


def _section(place: str, title: str, content: Markup) -> Markup:
    heading = f"{place}-heading"
    return element("section", element("h2", title, id=heading), content, id=place, aria_labelledby=heading)


def _tiles(check: PolicyCheck) -> Markup:
    tiles = []
    for kind in KINDS:
        count = len(entries_of(check, kind))
        if count and kind.status is not Status.NOT_APPLICABLE:
            number = element("strong", str(count))
            tiles.append(element("li", number, " ", kind.count[count != 1], class_=style_of(kind.style)))
    return element("ul", *tiles, class_="tiles", aria_label="Provisions by grade")


def _notes(check: PolicyCheck) -> Markup:
    if not check.notes:
        return NOTHING
    return element("div", *(element("p", f"Note: {clean(note)}") for note in check.notes), class_="notes")


def _to_act_on(check: PolicyCheck) -> Markup:
    items = [_task(entry, kind) for kind in TO_ACT_ON for entry in entries_of(check, kind)]
    if not items:
        return element("p", "Nothing: no conflict, nothing weaker, nothing that must be said, nothing to be judged.")
    return element("ul", *items, class_="tasks")


def _task(entry: ProvisionCheck, kind: Kind) -> Markup:
    link = element("a", f"{entry.provision} {clean(entry.title)}", href=f"#p{entry.provision.replace('.', '-')}")
    said = entry.change or (questions_of(entry) if kind.grade.value == "judgement" else ())
    return element(
        "li",
        element("p", pill(grade_words(entry), kind.style), " ", link),
        *(element("p", sentence(words)) for words in said or (entry.reason,)),
        class_=f"edge-{style_of(kind.style)}",
    )


def _provisions(check: PolicyCheck, section: str) -> Markup:
    entries = [entry for entry in check.provisions if entry.provision.partition(".")[0] == section]
    caption = f"Provisions of section {section}, with the grade of each and what the policy says"
    return table(caption, ("Provision", "Grade", "What the policy says"), map(_row, entries), "findings")


def _row(entry: ProvisionCheck) -> Markup:
    kind = kind_of(entry)
    return element(
        "tr",
        element("th", entry.provision, scope="row", id=f"p{entry.provision.replace('.', '-')}"),
        element("td", pill(grade_words(entry), kind.style)),
        element("td", *_finding(entry, kind)),
    )


def _finding(entry: ProvisionCheck, kind: Kind) -> Iterator[Markup]:
    yield element("p", element("strong", clean(entry.title)))
    clauses = f" ({clauses_words(entry.clauses)})" if entry.clauses else ""
    yield element("p", f"{sentence(entry.reason)}{clauses}")
    for change in entry.change:
        yield element("p", element("b", "To change: "), sentence(change), class_="change")
    if kind.grade.value == "judgement":
        for question in questions_of(entry):
            yield element("p", element("b", "To answer: "), question)
    for part in lesser_parts(entry):
        yield element("p", lesser_words(part))
    if entry.departure is not None:
        yield element("p", element("b", "Departure admitted: "), sentence(entry.departure))
    yield _texts(entry)


def _texts(entry: ProvisionCheck) -> Markup:
    texts = [text for said in entry.said if (text := clause_text(said)) is not None]
    if not texts:
        return NOTHING
    quotes = joined(*(element("blockquote", text) for text in texts))
    return folded(f"What the policy says on {entry.provision}", quotes, opened=False)


def _legend() -> Markup:
    rows: Iterable[Markup] = (
        joined(element("dt", kind.heading.capitalize()), element("dd", sentence(kind.meaning))) for kind in KINDS
    )
    return element("dl", *rows)


def _versions(check: PolicyCheck) -> Markup:
    policy, ruleset = check.policy, check.ruleset
    dates = in_force_words(policy.in_force_from, policy.in_force_to)
    rows = (
        ("Policy", f"{layers_words(policy)}; {dates}; {policy.digest}"),
        ("Code", f"{clean(ruleset.title)}, {ruleset.id}@{ruleset.version}; {ruleset.digest}"),
    )
    return element("dl", *(joined(element("dt", name), element("dd", words)) for name, words in rows))


def _footer(check: PolicyCheck) -> str:
    return (
        f"Checked as of {day_words(check.as_of)}. The worst grade of its parts decides a provision. The same policy "
        "and the same version of the Code give this page again, byte for byte."
    )
