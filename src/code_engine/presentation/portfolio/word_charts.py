"""Charts as Word draws them itself: no picture, so they are sharp, can be restyled, and need no program to draw them.

The figures are in the chart as they are in the table beside it. A title and a description are read out in place of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import import_module
from typing import Any, Final, NamedTuple

from code_engine.presentation.palette import LIGHT
from code_engine.presentation.portfolio.document import Bars, Columns
from code_engine.presentation.word_document import WordDocument, said

_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_EMU_A_CENTIMETRE: Final = 360_000
_COLUMNS_HEIGHT: Final = 7.0
_BAR_HEIGHT: Final = 0.75
_AROUND: Final = 1.0
_FIRST_IDENTITY: Final = 100
_LOOKS: Final = (("link", "link"), ("paper", "link"), ("line", "soft"))
"""Fill and outline of the first, second and third part, told apart without colour too."""


class _Series(NamedTuple):
    name: str
    values: tuple[int, ...]


class WordCharts:
    """Puts charts into one document; every one is a part of the file."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._number = 0

    def add(self, chart: Bars | Columns, width: float) -> None:
        """A paragraph with the title, and one with the chart, so many centimetres wide."""
        self._number += 1
        body = self._word.document
        title = body.add_paragraph(said(chart.title), style="Caption")
        title.paragraph_format.keep_with_next = True
        height = _COLUMNS_HEIGHT if isinstance(chart, Columns) else _BAR_HEIGHT * len(chart.rows) + _AROUND
        relation = self._part(_chart_xml(chart))
        drawing = _drawing_xml(chart, relation, _FIRST_IDENTITY + self._number, width, height)
        paragraph = body.add_paragraph()
        paragraph.add_run()._r.append(self._word.docx.oxml.parse_xml(drawing))

    def _part(self, content: str) -> str:
        """The chart as a part of the file; the name by which the document refers to it."""
        packaging = import_module("docx.opc.packuri")
        part = import_module("docx.opc.part").Part(
            packaging.PackURI(f"/word/charts/chart{self._number}.xml"),
            _TYPE,
            content.encode("utf-8"),
            self._word.document.part.package,
        )
        name: str = self._word.document.part.relate_to(part, f"{_RELATION}/chart")
        return name


def _drawing_xml(chart: Bars | Columns, relation: str, identity: int, width: float, height: float) -> str:
    size = f'cx="{round(width * _EMU_A_CENTIMETRE)}" cy="{round(height * _EMU_A_CENTIMETRE)}"'
    return (
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="{_DRAWING}"'
        f' xmlns:a="{_MAIN}"><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{identity}" name="{_text(chart.title)}" title="{_text(chart.title)}"'
        f' descr="{_text(chart.description)}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{_RELATION}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _chart_xml(chart: Bars | Columns) -> str:
    if isinstance(chart, Bars):
        series: Sequence[_Series] = (_Series(chart.title, tuple(row.value for row in chart.rows)),)
        kind, grouping, turned = "bar", "clustered", '<c:orientation val="maxMin"/>'
    else:
        series = [
            _Series(name, tuple(row.parts[place] for row in chart.rows)) for place, name in enumerate(chart.parts)
        ]
        kind, grouping, turned = "col", "stacked", '<c:orientation val="minMax"/>'
    labels = tuple(row.label for row in chart.rows)
    drawn = "".join(_series_xml(number, each, labels, kind == "bar") for number, each in enumerate(series))
    overlap = '<c:overlap val="100"/>' if grouping == "stacked" else ""
    legend = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>' if len(series) > 1 else ""
    sides = ("l", "b") if kind == "bar" else ("b", "l")
    hidden = int(kind == "bar")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" xmlns:r="{_RELATION}"><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="{kind}"/>'
        f'<c:grouping val="{grouping}"/><c:varyColors val="0"/>{drawn}<c:gapWidth val="60"/>{overlap}'
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/><c:scaling>{turned}</c:scaling><c:delete val="0"/><c:axPos val="{sides[0]}"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="2"/>'
        '</c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="{hidden}"/><c:axPos val="{sides[1]}"/><c:numFmt formatCode="#,##0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
        f'</c:valAx></c:plotArea>{legend}<c:plotVisOnly val="1"/></c:chart>'
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"><a:latin typeface="Arial"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr></c:chartSpace>'
    )


def _series_xml(number: int, series: _Series, labels: Sequence[str], told: bool) -> str:
    fill, line = (LIGHT[name][1:].upper() for name in _LOOKS[number])
    shown = (
        '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        if told
        else ""
    )
    names = "".join(f'<c:pt idx="{place}"><c:v>{_text(label)}</c:v></c:pt>' for place, label in enumerate(labels))
    values = "".join(f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>' for place, value in enumerate(series.values))
    count = f'<c:ptCount val="{len(labels)}"/>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>{_text(series.name)}</c:v></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill><a:ln w="12700"><a:solidFill>'
        f'<a:srgbClr val="{line}"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>{shown}'
        f"<c:cat><c:strLit>{count}{names}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{count}{values}</c:numLit></c:val></c:ser>"
    )


def _text(text: str) -> Any:
    return escape(said(text))
