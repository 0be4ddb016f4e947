"""The mapping: a YAML file that says what each column of an export is. Strict, and it leaves nothing to be guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictStr, ValidationError
from pydantic import model_validator as after_all

from code_engine.case.event import as_tuple
from code_engine.case.mistakes import mistake
from code_engine.documents import Document, problems_from, read_document
from code_engine.errors import DocumentError, did_you_mean, quoted
from code_engine.forking import cached_property
from code_engine.portfolio.sources.date_forms import ASK, FORMS, ISO, contradict
from code_engine.portfolio.sources.targets import Target, UnknownTargetError, row_targets, target_named


class Layout(StrEnum):
    """What a row is."""

    CASE_PER_ROW = "case_per_row"
    EVENT_PER_ROW = "event_per_row"


def _listed(value: object) -> object:
    """One word is a list of one."""
    return (value,) if isinstance(value, str) else as_tuple(value)


def _form(value: str) -> str:
    if value == ASK:
        raise mistake("form_to_choose", f"{quoted(ASK)} stands for a choice that is still to be made", "write the form")
    if value not in FORMS:
        hint = did_you_mean(value, FORMS) or f"forms: {', '.join(FORMS)}"
        raise mistake("unknown_form", f"{quoted(value)} is not a form of dates", hint)
    return value


def _forms(value: object) -> object:
    listed = _listed(value)
    if not isinstance(listed, tuple) or not all(isinstance(form, str) for form in listed):
        return listed
    forms = tuple(_form(form) for form in listed)
    if contradict(forms):
        words = " and ".join(forms)
        raise mistake("contradicting_forms", f"{words} read some dates as two different days", "keep one of them")
    return forms


def _settled(value: object) -> object:
    if value == ASK:
        hint = "write the word meant, or null to leave it out"
        raise mistake("value_to_choose", f"{quoted(ASK)} stands for a choice that is still to be made", hint)
    return value


Forms = Annotated[tuple[StrictStr, ...], BeforeValidator(_forms)]
Meaning = Annotated[StrictStr | StrictBool | None, BeforeValidator(_settled)]
Chosen = Annotated[StrictStr, BeforeValidator(_settled), Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ColumnEntry(_Entry):
    """One column: what it is, and how its cells are written."""

    to: Annotated[tuple[Chosen, ...], BeforeValidator(_listed), Field(min_length=1)] = Field(
        description="What the column holds: a name such as stage_1.acknowledged_on, or several."
    )
    dates: Forms | None = Field(
        default=None, description="How its dates are written, where not as the mapping says for all."
    )
    values: dict[StrictStr, Meaning] = Field(
        default={}, description="What its words stand for; null leaves the cell out. Other words stay as they are."
    )
    separator: StrictStr = Field(default=";", min_length=1, description="What stands between the words of a list.")


class MappingHeader(_Entry):
    """What holds for the whole export."""

    layout: Layout = Field(strict=False, description="Whether a row is a case or an event.")
    landlord: Chosen | None = Field(default=None, description="Whose cases these are, where no column says so.")
    record: StrictStr | None = Field(
        default=None,
        pattern="^(complete|partial)$",
        description="What an event that is not there means, where no column says so.",
    )
    dates: Forms = Field(default=(ISO,), description="How dates are written: one form, or several that agree.")
    encoding: StrictStr = Field(default="utf-8", description="The encoding of a CSV file.")
    delimiter: StrictStr | None = Field(
        default=None, min_length=1, max_length=1, description="What stands between the cells of a CSV file."
    )
    sheet: StrictStr | None = Field(default=None, description="The sheet of a workbook; its first one if left out.")
    heading_row: int = Field(default=1, ge=1, description="The row with the names of the columns.")
    empty: Annotated[tuple[StrictStr, ...], BeforeValidator(_listed)] = Field(
        default=(), description="Words that mean an empty cell in every column, such as N/A."
    )


class MappingFile(_Entry):
    """The content of a mapping: a header, and the columns by their names in the export."""

    mapping: MappingHeader
    columns: dict[StrictStr, ColumnEntry] = Field(min_length=1, description="Each column that is used, by its name.")
    unused: Annotated[tuple[StrictStr, ...], BeforeValidator(_listed)] = Field(
        default=(), description="Columns known to be of no use here, so that nobody is told about them."
    )

    @after_all(mode="after")
    def _check_targets(self) -> Self:
        taken: dict[str, str] = {}
        for column, target in self.placed():
            if target.name in taken:
                message = f"{quoted(column)} and {quoted(taken[target.name])} are both mapped to {quoted(target.name)}"
                raise mistake("mapped_twice", message, "map one of them to something else")
            taken[target.name] = column
        if "reference" not in taken:
            raise mistake("no_reference", "no column is mapped to `reference`", "every case needs one")
        if "landlord" not in taken and self.mapping.landlord is None:
            raise mistake("no_landlord", "nothing says whose cases these are", "add `landlord:` under `mapping`")
        if self.mapping.layout is Layout.EVENT_PER_ROW:
            missing = [name for name in ("type", "date") if name not in taken]
            if missing:
                raise mistake("no_event", f"no column is mapped to {quoted(missing[0])}", "every event needs one")
        return self

    def placed(self) -> Iterator[tuple[str, Target]]:
        """Each column with each of its targets. Raises `PydanticCustomError` for a name that is none."""
        for column, entry in self.columns.items():
            for name in entry.to:
                yield column, self._target(column, name)

    def _target(self, column: str, name: str) -> Target:
        if self.mapping.layout is Layout.EVENT_PER_ROW:
            target = row_targets().get(name)
            if target is not None:
                return target
            hint = did_you_mean(name, row_targets())
        else:
            try:
                return target_named(name)
            except UnknownTargetError as error:
                hint = error.hint
        message = f"the column {quoted(column)} is mapped to {quoted(name)}, which is nothing in a case"
        raise mistake("unknown_target", message, hint)

    @cached_property
    def targets(self) -> Mapping[str, tuple[Target, ...]]:
        """The targets of each column."""
        found: dict[str, list[Target]] = {}
        for column, target in self.placed():
            found.setdefault(column, []).append(target)
        return {column: tuple(targets) for column, targets in found.items()}

    def forms_of(self, column: str) -> tuple[str, ...]:
        """How dates in a column are written."""
        return self.columns[column].dates or self.mapping.dates


def read_mapping(path: Path | str) -> MappingFile:
    """Read a mapping. Raises DocumentError with file, line and column of every mistake."""
    return mapping_in(read_document(path))


def mapping_in(document: Document) -> MappingFile:
    """A document as a mapping. Raises DocumentError with the place of every mistake."""
    try:
        return MappingFile.model_validate(document.data)
    except ValidationError as error:
        raise DocumentError(*problems_from(document, error, MappingFile)) from None


def mapping_by_names(
    columns: tuple[str, ...], landlord: str | None, delimiter: str | None = None
) -> MappingFile | tuple[str, ...]:
    """The mapping of an export whose columns are called by what they are; else the columns that are not.

    A column called `type` makes each row an event.
    """
    layout = Layout.EVENT_PER_ROW if "type" in columns else Layout.CASE_PER_ROW
    known = row_targets()
    unknown = tuple(
        name for name in columns if not (_is_target(name) if layout is Layout.CASE_PER_ROW else name in known)
    )
    if unknown:
        return unknown
    header: dict[str, Any] = {"layout": layout.value, "landlord": landlord if "landlord" not in columns else None}
    header["delimiter"] = delimiter
    return MappingFile.model_validate({"mapping": header, "columns": {name: {"to": name} for name in columns}})


def _is_target(name: str) -> bool:
    try:
        target_named(name)
    except UnknownTargetError:
        return False
    return True
