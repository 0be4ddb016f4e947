"""An evaluation as one self-contained HTML page, for the screen, a screen reader and A4 paper.

Everything a case or a landlord can influence is escaped by `markup`, and the page's own policy forbids it to
load or run anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from code_engine.evaluation.evaluation import Evaluation, Status
from code_engine.presentation.html_findings import section_markup
from code_engine.presentation.html_page import Branding, whole_page
from code_engine.presentation.html_pieces import folded, own_name_line, pill, scrolled, style_of, table
from code_engine.presentation.markup import NOTHING, Markup, element, joined
from code_engine.presentation.outline import DatedDuty, Outline, Task, Told, outline_of
from code_engine.presentation.timeline import Timeline
from code_engine.presentation.timeline_svg import render_timeline_svg
from code_engine.presentation.words import STATUS_ORDER, day_words, status_words

__all__ = ["Branding", "render_html"]


def render_html(
    evaluation: Evaluation,
    *,
    explain: bool = False,
    timeline: Timeline | None = None,
    branding: Branding | None = None,
) -> str:
    """The whole page, ending in a newline; the same input gives the same bytes.

    `explain` opens what is otherwise folded. With a `timeline` the page shows it as a drawing. Text on the
    branding's colour is black or white, whichever is readable. Raises ValueError for a colour that is not
    written `#rrggbb`.
    """
    brand = branding or Branding()
    outline = outline_of(evaluation, brand.name)
    parts = [part for part in _parts(outline, explain, timeline) if part[2]]
    return whole_page(outline.heading, brand, _header(outline), _main(outline, parts), _footer(outline))


def _header(outline: Outline) -> Iterable[Markup]:
    yield element("p", outline.landlord)
    yield element("h1", f"Complaint {outline.reference}")
    yield element("p", f"As of {outline.as_of}")


def _parts(outline: Outline, explain: bool, timeline: Timeline | None) -> Iterable[tuple[str, str, Markup]]:
    yield (
        "next",
        "What to do next",
        _tasks(outline.tasks) or element("p", "Nothing is to be done at present."),
    )
    yield "letters", "Letters due", _tasks(outline.letters)
    yield "told", "Who is to be told", _told(outline.told)
    yield "timeline", "Timeline", _timeline(timeline)
    yield "deadlines", "Deadlines", _deadlines(outline.duties)
    yield "findings", "Findings", joined(*(section_markup(section, explain) for section in outline.sections))
    yield "missing", "What is missing", _missing(outline)
    yield "elsewhere", "What one case cannot answer", _elsewhere(outline, explain)
    yield "summary", "Summary", _summary(outline)
    yield "versions", "Versions", _versions(outline)


def _main(outline: Outline, parts: list[tuple[str, str, Markup]]) -> Iterable[Markup]:
    links = (element("li", element("a", title, href=f"#{name}")) for name, title, _ in parts)
    yield element(
        "section",
        element("h2", "Where the case stands", id="standing-heading"),
        element("p", outline.standing, class_="standing"),
        _tiles(outline),
        _notes(outline),
        aria_labelledby="standing-heading",
    )
    yield element("nav", element("ul", *links), aria_label="On this page")
    for name, title, content in parts:
        yield element(
            "section",
            element("h2", title, id=f"{name}-heading"),
            content,
            id=name,
            aria_labelledby=f"{name}-heading",
        )


def _tiles(outline: Outline) -> Markup:
    """The counts of the first layer, the Code's, as large numbers."""
    name, counts = outline.counts[0]
    shown = [status for status in STATUS_ORDER if counts[status] and status is not Status.NOT_APPLICABLE]
    if not shown:
        return NOTHING
    tiles = (
        element("li", element("strong", str(counts[status])), " ", status_words(status), class_=style_of(status))
        for status in shown
    )
    return element("ul", *tiles, class_="tiles", aria_label=f"Findings: {name}")


def _notes(outline: Outline) -> Markup:
    if not outline.notes:
        return NOTHING
    return element("div", *(element("p", f"Note: {note}") for note in outline.notes), class_="notes")


def _tasks(tasks: Sequence[Task]) -> Markup:
    if not tasks:
        return NOTHING
    return element("ol", *(_task(task) for task in tasks), class_="tasks")


def _task(task: Task) -> Markup:
    when = task.when[0].upper() + task.when[1:]
    style = "breached" if task.overdue else "pending" if task.by else "undetermined"
    who = f"Who: {task.who}." if task.who else ""
    return element(
        "li",
        element("p", element("span", when, class_=f"status {style}")),
        element("p", task.text),
        _meta(who, task.because, task.own),
        class_=f"edge-{style}",
    )


def _meta(who: str, because: str, own: bool) -> Markup:
    words = [who, f"Because of {because}." if because else "", "Own promise." if own else ""]
    line = " ".join(word for word in words if word)
    return element("p", line, class_="meta") if line else NOTHING


def _told(told: Sequence[Told]) -> Markup:
    if not told:
        return NOTHING
    items = (
        element(
            "li",
            element(
                "p",
                element("strong", f"{'Escalate to' if one.escalation else 'Tell'} {one.to}"),
                f": {one.text}",
            ),
            _meta("", one.because, one.own),
        )
        for one in told
    )
    return element("ul", *items, class_="tasks")


def _timeline(timeline: Timeline | None) -> Markup:
    if timeline is None:
        return NOTHING
    return element(
        "figure",
        scrolled(Markup(render_timeline_svg(timeline)), "Timeline drawing"),
        element("figcaption", _holidays(timeline), class_="soft"),
    )


def _holidays(timeline: Timeline) -> str:
    names = [f"{holiday.name} ({day_words(date.fromordinal(holiday.day))})" for holiday in timeline.bank_holidays]
    return f"Bank holidays on these days: {'; '.join(names) or 'none'}."


def _deadlines(duties: Sequence[DatedDuty]) -> Markup:
    if not duties:
        return NOTHING
    rows = (
        element(
            "tr",
            element("th", duty.provision, own_name_line("own promise" if duty.own else None), scope="row"),
            element("td", duty.title),
            element("td", duty.clock, class_="date"),
            element("td", duty.due, _soft(duty.extended), class_="date"),
            element("td", duty.done, class_="date"),
            element("td", pill(duty.status_words, duty.status)),
        )
        for duty in duties
    )
    headings = ("Provision", "Duty", "Clock starts", "Due", "Done", "Status")
    return table("Every dated duty of this case, the earliest due first", headings, rows)


def _soft(words: str) -> Markup:
    return element("span", words, class_="soft") if words else NOTHING


def _missing(outline: Outline) -> Markup:
    if not outline.questions:
        return NOTHING
    rows = (
        element(
            "tr",
            element("th", question.text, scope="row"),
            element("td", ", ".join(question.settles)),
            element("td", element("code", question.fact)),
        )
        for question in outline.questions
    )
    return table(
        "Questions whose answers are not recorded, the most useful first",
        ("Question", "Would help to settle", "Fact"),
        rows,
        "questions",
    )


def _elsewhere(outline: Outline, explain: bool) -> Markup:
    if not outline.elsewhere:
        return NOTHING
    rows = (
        element(
            "tr",
            element("th", other.provision, scope="row"),
            element("td", other.title),
            element("td", other.kinds),
            element("td", other.answered_by),
        )
        for other in outline.elsewhere
    )
    others = table("Provisions that need other evidence", ("Provision", "Title", "Kinds", "Answered by"), rows)
    return folded(outline.elsewhere_line, others, explain)


def _summary(outline: Outline) -> Markup:
    rows = (
        element(
            "tr",
            element("th", name, scope="row"),
            *(element("td", str(counts[status]), class_="number") for status in STATUS_ORDER),
        )
        for name, counts in outline.counts
    )
    head = (element("th", status_words(status), scope="col", class_="number") for status in STATUS_ORDER)
    caption = "How many findings have each status"
    counts_table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", element("th", "Layer", scope="col"), *head)),
        element("tbody", *rows),
    )
    return scrolled(counts_table, caption)


def _versions(outline: Outline) -> Markup:
    return element("dl", *(joined(element("dt", name), element("dd", version)) for name, version in outline.versions))


def _footer(outline: Outline) -> str:
    return f"{outline.heading}. The same facts and the same versions give this page again, byte for byte."
