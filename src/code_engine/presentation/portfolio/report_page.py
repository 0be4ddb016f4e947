"""The annual complaints performance and service improvement report as one self-contained page (8.1 and 8.2).

It names no case and no person: references are in the CSV for those who check the figures, not in what is published.
"""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.assessment.self_assessment_answers import Comply, SelfAssessment
from code_engine.portfolio.annual_report import AnnualReport
from code_engine.presentation.html_page import Branding, whole_page
from code_engine.presentation.html_pieces import table
from code_engine.presentation.markup import Markup, element, joined
from code_engine.presentation.portfolio import charts, report_pieces
from code_engine.presentation.portfolio.charts import Bar, bars
from code_engine.presentation.portfolio.report_figures import performance, tiles
from code_engine.presentation.portfolio.report_pieces import (
    figures_table,
    groups_table,
    paragraph,
    section,
    share_words,
    words,
)
from code_engine.presentation.words import day_words

TITLE = "Complaints performance and service improvement report"
_MOST_PROVISIONS = 15
_COMPLY = {Comply.YES: "Yes", Comply.NO: "No", Comply.ASK: "To be settled"}
_PARTS = (
    ("summary", "The year in short"),
    ("self-assessment", "Self-assessment against the Code"),
    ("performance", "Our performance"),
    ("compliance", "Keeping to the Code"),
    ("improvements", "What we learned and changed"),
    ("ombudsman", "What the Ombudsman said"),
    ("response", "Response of the governing body"),
    ("method", "How the figures were made"),
)


def render_report_html(report: AnnualReport) -> str:
    """The whole page, ending in a newline; the same report gives the same bytes."""
    name = report.profile.name
    year = report.measures.period.name
    brand = Branding(name, report.profile.branding.primary)
    header = (element("p", name), element("h1", f"{TITLE} {year}"))
    footer = element("p", f"{name}, {TITLE.lower()} {year}.")
    style = charts.STYLE + report_pieces.STYLE
    return whole_page(f"{TITLE} {year}: {name}", brand, header, _main(report), footer, style)


def _main(report: AnnualReport) -> Iterator[Markup]:
    links = (element("li", element("a", heading, href=f"#{identity}")) for identity, heading in _PARTS)
    yield element("nav", element("ul", *links), aria_label="Contents")
    texts = report.texts
    yield _section("summary", None, words(texts.introduction, "introduction", "words lead"), tiles(report))
    yield _section("self-assessment", "8.1 a", _self_assessment(report.self_assessment))
    yield _section("performance", "8.1 b", words(texts.performance, "performance"), *performance(report))
    yield _section("compliance", "8.1 c", words(texts.non_compliance, "non_compliance"), *_breaches(report))
    yield _section("improvements", "8.1 d", words(texts.improvements, "improvements"), *_learning(report))
    yield _section(
        "ombudsman",
        "8.1 e and f",
        element("h3", "The Ombudsman's yearly report about us"),
        words(texts.ombudsman_report, "ombudsman_report"),
        element("h3", "Other reports of the Ombudsman"),
        words(texts.ombudsman_publications, "ombudsman_publications"),
    )
    yield _section("response", "8.2", *_response(report))
    yield _section("method", None, *_method(report))


def _section(identity: str, provision: str | None, *contents: Markup) -> Markup:
    return section(identity, dict(_PARTS)[identity], provision, *contents)


def _self_assessment(found: SelfAssessment | None) -> Markup:
    if found is None:
        return element("p", "Still to be added: there is no self-assessment of this year on record.", class_="slot")
    counts = ", ".join(f"{_COMPLY[comply].lower()}: {found.summary[comply]}" for comply in Comply)
    approval = f" Approved by {found.approval.by}." if found.approval.by else ""
    rows = [
        element(
            "tr",
            element("th", row.provision, scope="row"),
            element("td", row.requirement),
            element("td", _COMPLY[row.comply]),
            element("td", *(element("p", text) for text in (*row.evidence, *row.commentary))),
        )
        for row in found.rows
    ]
    headings = ("Provision", "What the Code asks, in short", "Do we comply?", "Evidence and commentary")
    return joined(
        paragraph(f"{len(found.rows)} provisions; {counts}.{approval}"),
        table(f"Self-assessment {found.year}", headings, rows),
    )


def _breaches(report: AnnualReport) -> Iterator[Markup]:
    found = report.measures.provisions
    yield element("h3", "What our own check of every complaint found")
    if not found:
        yield paragraph("No provision was breached in any complaint that was checked.")
        return
    shown = found[:_MOST_PROVISIONS]
    rows = [
        Bar(
            f"{each.provision} {report.titles.get(each.provision, '')}",
            each.breached.numerator,
            str(each.breached.numerator),
        )
        for each in shown
    ]
    description = (
        f"A bar for each of the {len(rows)} provisions breached most often. The longest is {rows[0].label} with "
        f"{rows[0].shown} complaints. The figures are in the table below."
    )
    yield bars("provisions", "Breaches by provision", description, rows)
    lines = [
        (
            f"{each.provision} {report.titles.get(each.provision, '')}",
            share_words(each.breached),
            f"{len(each.outstanding):,}",
        )
        for each in found
    ]
    headings = ("Provision", "Breached, of the complaints it applied to", "Still to be put right")
    yield figures_table("Breaches by provision: the figures", headings, lines)


def _learning(report: AnnualReport) -> Iterator[Markup]:
    found = report.measures
    yield paragraph(f"Learning was recorded for {share_words(found.learning)} of the complaints answered.")
    if found.repeat_causes:
        caption = "What went wrong more than once: kinds of complaint upheld twice or more"
        yield groups_table(caption, "What it was about", found.repeat_causes)


def _response(report: AnnualReport) -> Iterator[Markup]:
    body = report.texts.governing_body
    yield words(body.response if body is not None else None, "governing_body")
    if body is not None:
        signed = ", ".join(filter(None, (body.by, day_words(body.date) if body.date is not None else None)))
        if signed:
            yield element("p", signed, class_="signed")


def _method(report: AnnualReport) -> Iterator[Markup]:
    found = report.measures
    facts = [
        f"Complaints received from {day_words(found.period.first)} to {day_words(found.period.last)}; stage 2 by the "
        "day it was asked for.",
        f"As things stood on {day_words(found.as_of)}.",
        f"Counted by the Code alone, version {report.ruleset}; working days without weekends and bank holidays in "
        "England.",
        f"{report.rows_read:,} rows were read, {report.rows_rejected:,} of them could not be used.",
    ]
    for cohort, answered in zip(found.cohorts, found.in_time, strict=True):
        parts = (
            ("not due yet", answered.pending),
            ("not to be told from the record", answered.unsettled),
            ("ended before an answer was due", answered.withdrawn),
            ("refused and not counted", cohort.refused),
        )
        listed = ", ".join(f"{len(cases)} {name}" for name, cases in parts if cases)
        if listed:
            facts.append(f"At stage {answered.stage}: {listed}.")
    facts.append(
        f"Made with code-engine {report.version}. Every figure is in the table of figures that goes with this report."
    )
    yield element("ul", *(element("li", fact) for fact in facts))
