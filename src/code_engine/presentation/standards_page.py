"""A landlord's professional standards as one self-contained HTML page in its colours, for its website or a printer."""

from __future__ import annotations

from collections.abc import Iterator

from code_engine.assessment.standards import Characteristic, Standards
from code_engine.colours import checked_colour
from code_engine.landlord.profile import Contacts, Profile
from code_engine.presentation.html_page import Branding, whole_page
from code_engine.presentation.markup import NOTHING, Markup, element, joined
from code_engine.presentation.standards_text import SUPPORTS, cleaned, set_by, sources_line

_STYLE = """
.lead{font-size:1.15rem;max-width:48rem}
.seven ol{display:flex;flex-wrap:wrap;gap:.5rem .6rem;padding:0;margin:1.25rem 0 0;list-style:none}
.seven a{display:block;border:1px solid var(--line);border-bottom:.2rem solid var(--mark);border-radius:.3rem;
  padding:.3rem .8rem;text-decoration:none;font-weight:600}
.seven a:hover{background:var(--panel);text-decoration:underline}
main>section.standard{display:grid;grid-template-columns:17rem 1fr;gap:.5rem 2.5rem;margin:0;padding:1.6rem 0;
  border-top:1px solid var(--line)}
.seven+.standard{margin-top:1.75rem}
.standard h2{border:0;padding:0;margin:0 0 .4rem}
.standard h2::after{content:"";display:block;width:3rem;height:.25rem;background:var(--mark);margin-top:.35rem}
.standard .meaning{margin:0;color:var(--soft)}
.standard ul{margin:0;padding-left:1.2rem}
.standard li{margin:0 0 .6rem;padding-left:.2rem;overflow-wrap:anywhere}
.standard li::marker{color:var(--soft)}
footer p{margin:0 0 .35rem}
@media (max-width:48rem){main>section.standard{grid-template-columns:1fr}}
@media print{.seven{display:none}.lead{font-size:11pt}footer{font-size:9pt}
  main>section.standard{break-inside:avoid;padding:.4rem 0 .2rem;grid-template-columns:11rem 1fr;gap:0 1.5rem}
  .standard h2{font-size:13pt}.standard .meaning,.standard li{font-size:9.5pt;line-height:1.35}
  .standard li{margin:0 0 .15rem}footer .links{display:none}footer{padding:.5rem 0 0}
  .standard h2::after{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def render_standards_html(standards: Standards, profile: Profile) -> str:
    """The whole page, ending in a newline; the same statement gives the same bytes."""
    standards = cleaned(standards)
    brand = Branding(standards.name, profile.branding.primary)
    title = f"{standards.title}: {standards.name}"
    mark = f":root{{--mark:{checked_colour(profile.branding.accent)}}}"
    header = (element("p", standards.name), element("h1", standards.title))
    return whole_page(title, brand, header, _main(standards), _footer(standards, profile.contacts), mark + _STYLE)


def _main(standards: Standards) -> Iterator[Markup]:
    yield element("section", element("p", standards.introduction, class_="lead"), aria_label=f"About {standards.title}")
    links = (element("li", element("a", _heading(each), href=f"#{each.name}")) for each in standards.characteristics)
    yield element("nav", element("ol", *links), class_="seven", aria_label="The seven characteristics")
    for each in standards.characteristics:
        yield _section(each)


def _section(characteristic: Characteristic) -> Markup:
    heading = f"{characteristic.name}-heading"
    return element(
        "section",
        element(
            "div",
            element("h2", _heading(characteristic), id=heading),
            element("p", characteristic.meaning, class_="meaning"),
        ),
        element("ul", *(element("li", statement.text) for statement in characteristic.statements)),
        id=characteristic.name,
        class_="standard",
        aria_labelledby=heading,
    )


def _heading(characteristic: Characteristic) -> str:
    return characteristic.name.capitalize()


def _footer(standards: Standards, contacts: Contacts) -> Markup:
    links = (
        ("Website", contacts.website),
        ("How to complain", contacts.complaints_page),
        ("Policies", contacts.policies_page),
    )
    shown = [joined(element("a", name, href=address)) for name, address in links if address is not None]
    return joined(
        element("p", set_by(standards)),
        element("p", SUPPORTS),
        element("p", sources_line(standards)),
        element("p", Markup(" · ".join(shown)), class_="links") if shown else NOTHING,
    )
