"""The shipped examples, evaluated for real, in every format."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from code_engine import Engine, load_case
from code_engine.presentation.html import render_html
from code_engine.presentation.markdown import render_markdown
from code_engine.presentation.terminal import columns
from code_engine.presentation.text import render_text
from code_engine.presentation.timeline import build_timeline
from code_engine.presentation.timeline_svg import render_timeline_svg
from code_engine.presentation.timeline_text import render_timeline_text

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.from_plugins()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_reads_well_in_every_format(path: Path, engine: Engine) -> None:
    case = load_case(path)
    as_of = max(event.date for event in case.events)
    evaluation = engine.evaluate(case, as_of=as_of, landlord="code-only")
    timeline = build_timeline(case, evaluation, engine.calendar)
    text = render_text(evaluation, colour=False, explain=True) + render_timeline_text(timeline)
    assert max(columns(line) for line in text.splitlines()) <= 80
    assert columns(text.splitlines()[1]) <= 80
    assert len(ElementTree.fromstring(render_timeline_svg(timeline))) > 5
    page = render_html(evaluation, timeline=timeline)
    for finding in evaluation.findings:
        assert finding.rule in text
        assert finding.rule in page
    assert render_markdown(evaluation).startswith(f"# Complaint {case.reference}")
