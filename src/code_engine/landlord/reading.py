"""Read one YAML file of a landlord into its model, with every mistake placed in the file."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from code_engine.documents import Document, problems_from, read_document
from code_engine.errors import LandlordError

_Model = TypeVar("_Model", bound=BaseModel)


class LandlordEntry(BaseModel):
    """Base of every entry of a landlord's files: unknown keys are errors, and entries are immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def read_model(path: Path | str, model: type[_Model]) -> tuple[Document, _Model]:
    """Read `path` and validate it as `model`.

    Returns the document, for positions, and the model. Raises DocumentError where the file is not one plain
    YAML document, LandlordError with one problem for each mistake in its content.
    """
    document = read_document(path)
    return document, validated(document, model)


def validated(document: Document, model: type[_Model]) -> _Model:
    """The content of a document as `model`. Raises LandlordError with one problem for each mistake."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise LandlordError(*problems_from(document, error, model)) from None
