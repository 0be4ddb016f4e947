"""`code-engine timeline`: events and deadlines drawn against working days."""

from __future__ import annotations

import click

from code_engine.cli.asked import Asked, about_a_case
from code_engine.cli.output import deliver, say
from code_engine.cli.settings import Settings


@click.command(short_help="A case drawn against working days.")
@about_a_case
@click.option("--svg", metavar="FILE", help="Write the drawing as SVG to a file (- for standard output).")
@click.pass_obj
def timeline(settings: Settings, asked: Asked, svg: str | None) -> None:
    """Draw the events and deadlines of CASE; weekends and bank holidays are visible."""
    from code_engine.presentation.timeline import build_timeline

    document, case = asked.case()
    engine = settings.engine()
    drawing = build_timeline(case, asked.evaluated(engine, document, case), engine.calendar)
    if svg is not None:
        from code_engine.presentation.timeline_svg import render_timeline_svg

        deliver(render_timeline_svg(drawing).rstrip("\n") + "\n", svg)
        return
    from code_engine.presentation.timeline_text import render_timeline_text

    say(render_timeline_text(drawing, settings.width(), settings.colour()))
