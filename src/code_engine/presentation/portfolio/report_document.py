"""The annual complaints performance and service improvement report as a document (8.1 and 8.2).

It names no case and no person: references are in the CSV for those who check the figures, not in what is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from code_engine.portfolio.annual_report import AnnualReport
from code_engine.portfolio.narrative import SLOTS
from code_engine.presentation.portfolio.document import (
    Bar,
    Bars,
    Bullets,
    Document,
    Paragraph,
    Part,
    Section,
    Subheading,
    Tone,
    figures_table,
    paragraphs,
)
from code_engine.presentation.portfolio.figure_words import share_words, shown_groups
from code_engine.presentation.portfolio.report_assessment import answers, whole_forms
from code_engine.presentation.portfolio.report_figures import performance
from code_engine.presentation.portfolio.report_summary import summary
from code_engine.presentation.words import day_words

TITLE: Final = "Complaints performance and service improvement report"
_MOST_PROVISIONS = 12


def report_document(report: AnnualReport) -> Document:
    """The document; the same report gives the same one."""
    found, texts = report.measures, report.texts
    title = f"{TITLE} {found.period.name}"
    return Document(
        title=title,
        owner=found.scope.name,
        colour=report.profile.branding.primary,
        day=found.as_of,
        footing=f"{found.scope.name}. As things stood on {day_words(found.as_of)}.",
        sections=(
            _section("summary", "The year in short", None, _words(texts.introduction, "introduction"), summary(report)),
            _section("self-assessment", "Self-assessment against the Code", "8.1 a", answers(report)),
            _section(
                "performance", "Our performance", "8.1 b", _words(texts.performance, "performance"), performance(report)
            ),
            _section(
                "compliance",
                "Keeping to the Code",
                "8.1 c",
                _words(texts.non_compliance, "non_compliance"),
                _breaches(report),
            ),
            _section(
                "improvements",
                "What we learned and changed",
                "8.1 d",
                _words(texts.improvements, "improvements"),
                _learning(report),
            ),
            _section("ombudsman", "What the Ombudsman said", "8.1 e and f", _ombudsman(report)),
            _section("response", "Response of the governing body", "8.2", _response(report)),
            _section("method", "How the figures were made", None, _method(report)),
            *whole_forms(report),
        ),
    )


def _section(identity: str, heading: str, provision: str | None, *parts: Iterable[Part]) -> Section:
    return Section(identity, heading, provision, tuple(part for some in parts for part in some))


def _words(text: str | None, key: str, tone: Tone = Tone.PLAIN) -> tuple[Paragraph, ...]:
    """The landlord's text in paragraphs, or what is still to be written there."""
    if text is not None:
        return paragraphs(text, tone)
    wanted = next(slot.wanted for slot in SLOTS if slot.key == key)
    return (Paragraph(f"Still to be written: {wanted}.", Tone.SLOT, f"slot-{key.replace('_', '-')}"),)


def _breaches(report: AnnualReport) -> Iterator[Part]:
    found = report.measures.provisions
    yield Subheading("What our own check of every complaint found")
    if not found:
        yield Paragraph("No provision was breached in any complaint that was checked.")
        return
    yield Paragraph(
        "Every complaint of the year was checked against each provision of the Code that a record can show. A "
        "complaint counts once for each provision that was not kept in it."
    )
    shown = found[:_MOST_PROVISIONS]
    rows = tuple(
        Bar(
            f"{each.provision} {report.titles.get(each.provision, '')}",
            each.breached.numerator,
            f"{each.breached.numerator:,}",
        )
        for each in shown
    )
    title = "Provisions breached most often" if len(found) > len(shown) else "Breaches by provision"
    yield Bars(
        "provisions",
        title,
        f"A bar for each of {len(rows)} provisions. The longest is {rows[0].label} with {rows[0].shown} complaints. "
        "The figures are in the table below.",
        rows,
    )
    lines = [
        (
            f"{each.provision} {report.titles.get(each.provision, '')}",
            share_words(each.breached),
            f"{len(each.outstanding):,}",
        )
        for each in found
    ]
    headings = ("Provision", "Breached, of the complaints it applied to", "Still to be put right")
    yield figures_table(f"{title}: the figures", headings, lines)


def _learning(report: AnnualReport) -> Iterator[Part]:
    found = report.measures
    yield Subheading("What the record shows")
    yield Paragraph(f"Learning was recorded for {share_words(found.learning)} of the complaints answered.")
    if found.repeat_causes:
        caption = "What went wrong more than once: kinds of complaint upheld twice or more"
        yield figures_table(caption, ("What it was about", "Complaints"), shown_groups(found.repeat_causes))


def _ombudsman(report: AnnualReport) -> Iterator[Part]:
    yield Subheading("The Ombudsman's yearly report about us")
    yield from _words(report.texts.ombudsman_report, "ombudsman_report")
    yield Subheading("Other reports of the Ombudsman")
    yield from _words(report.texts.ombudsman_publications, "ombudsman_publications")


def _response(report: AnnualReport) -> Iterator[Part]:
    body = report.texts.governing_body
    yield from _words(body.response if body is not None else None, "governing_body")
    if body is not None:
        signed = ", ".join(filter(None, (body.by, day_words(body.date) if body.date is not None else None)))
        if signed:
            yield Paragraph(signed, Tone.SIGNED)


def _method(report: AnnualReport) -> Iterator[Part]:
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
            ("not counted, because it is not known whether they were taken on", cohort.unsettled),
            ("not counted, because the day they were made is not on record", cohort.undated),
        )
        listed = ", ".join(f"{len(cases):,} {name}" for name, cases in parts if cases)
        if listed:
            facts.append(f"At stage {answered.stage}: {listed}.")
    facts.append(
        f"Made with code-engine {report.version}. Every figure is in the table of figures that goes with this report."
    )
    yield Bullets(tuple(facts))
