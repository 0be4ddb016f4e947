"""The self-assessment as one self-contained HTML page in the landlord's colours, for its website or a printer."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.assessment.self_assessment_answers import Comply, SelfAssessment
from code_engine.landlord.profile import Profile
from code_engine.presentation.html_page import Branding, whole_page
from code_engine.presentation.markup import NOTHING, Markup, element, joined
from code_engine.presentation.self_assessment_form import (
    COLUMNS,
    COMPLY_WORDS,
    FLAGGED,
    SIGNATORIES,
    SIGNING,
    Form,
    FormRow,
    FormSection,
    form_of,
)

_STYLES = {Comply.YES: "met", Comply.NO: "breached", Comply.ASK: "undetermined"}
_STYLE = """
.wide{max-width:90rem}
.form{table-layout:fixed;min-width:56rem}
.form th:nth-child(1){width:7rem}.form th:nth-child(2){width:22%}.form th:nth-child(3){width:8rem}
.form td,.form th,.signing td,.signing th{border:1px solid var(--line)}
.form td{overflow-wrap:anywhere}
.form .flag{font-weight:600}
.approval{margin:0 0 1rem}
.signing{table-layout:fixed;max-width:60rem}.signing td{height:3.2rem}
@media screen and (max-width:48rem){
  .form{min-width:0}.form thead{position:absolute;left:-999rem}
  .form,.form tbody,.form tr,.form tbody th,.form td{display:block;width:auto!important;border:0}
  .form tr{border-bottom:1px solid var(--line);padding:.6rem 0}
  .form td:empty{display:none}
  .form tbody th,.form td{padding:.2rem 0}
  .form [data-name]::before{content:attr(data-name);display:block;color:var(--soft);font-size:.85rem}
}
@media print{
  @page{size:A4 landscape;margin:12mm}
  body{font-size:9pt}.brand h1{font-size:16pt}h2{font-size:12pt}.standing{font-size:10pt}
  .form{min-width:0;font-size:8.5pt}.form th,.form td{padding:1.2mm 1.6mm}
  .form th:nth-child(1){width:8%}.form th:nth-child(2){width:20%}.form th:nth-child(3){width:8%}
  .form thead{display:table-header-group}.form tr{break-inside:avoid}
  .form tbody tr:first-child{break-before:avoid}
  .status{font-size:8.5pt;padding:0 1mm}
  .ending{break-inside:avoid}
}
"""


def render_self_assessment_html(assessment: SelfAssessment, profile: Profile) -> str:
    """The whole page, ending in a newline; the same self-assessment gives the same bytes."""
    form = form_of(assessment)
    header = (element("p", form.subtitle), element("h1", form.title))
    brand = Branding(profile.name, profile.branding.primary)
    title = f"{form.title}, {form.subtitle}"
    return whole_page(title, brand, header, _main(form), _footer(form), _STYLE)


def _main(form: Form) -> Iterator[Markup]:
    notes = [element("p", note) for note in form.notes]
    yield element(
        "section",
        element("p", form.summary, class_="standing"),
        element("div", *notes, class_="notes") if notes else NOTHING,
        aria_label="Summary",
    )
    links = [element("li", element("a", section.title, href=f"#{_anchor(section)}")) for section in form.sections]
    yield element("nav", element("ul", *links), aria_label="Sections")
    for section in form.sections:
        yield _section(section)
    yield _approval(form)


def _section(section: FormSection) -> Markup:
    anchor = _anchor(section)
    head = element("tr", *(element("th", heading, scope="col") for heading in COLUMNS))
    table = element(
        "table",
        element("thead", head),
        element("tbody", *(_row(row) for row in section.rows)),
        class_="form",
    )
    scroll = element("div", table, class_="scroll", tabindex=0, role="region", aria_label=section.title)
    return element("section", element("h2", section.title, id=anchor), scroll, aria_labelledby=anchor)


def _row(row: FormRow) -> Markup:
    flags = [element("p", FLAGGED, flag, class_="flag") for flag in row.flags]
    answer = element("span", COMPLY_WORDS[row.comply], class_=f"status {_STYLES[row.comply]}")
    cells = (
        (element("span", row.requirement),),
        (answer,),
        tuple(element("p", text) for text in row.evidence),
        (*flags, *(element("p", text) for text in row.commentary)),
    )
    return element(
        "tr",
        element("th", row.provision, scope="row"),
        *(element("td", *cell, data_name=name) for name, cell in zip(COLUMNS[1:], cells, strict=True)),
    )


def _approval(form: Form) -> Markup:
    lines = [joined(element("dt", name), element("dd", value or "…")) for name, value in form.approval]
    head = element("tr", *(element("th", heading, scope="col") for heading in SIGNING))
    rows = [
        element("tr", element("th", name, scope="row"), *(element("td") for _ in SIGNING[1:])) for name in SIGNATORIES
    ]
    return element(
        "section",
        element("h2", "Approval", id="approval"),
        element("dl", *lines, class_="approval"),
        element("table", element("thead", head), element("tbody", *rows), class_="signing"),
        aria_labelledby="approval",
        class_="ending",
    )


def _footer(form: Form) -> Markup:
    return joined(*(element("p", line) for line in form.basis))


def _anchor(section: FormSection) -> str:
    return "section-" + section.title.split(":")[0].split(" ")[1]
