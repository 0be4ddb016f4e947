"""Which keys a pydantic model allows at a place in a document: what "did you mean" chooses from."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

ErrorPath: TypeAlias = tuple[str | int, ...]
NamesAt: TypeAlias = Callable[[ErrorPath], Iterable[str]]


def names_in(model: type[BaseModel]) -> NamesAt:
    """A function from a path in a validation error to the sorted keys that are allowed there.

    The path may hold the tags that pydantic adds for unions. Empty where no model is.
    """

    def names_at(path: ErrorPath) -> Iterable[str]:
        candidates = _members(model)
        for part in path:
            candidates = _inside(candidates, part)
        models = [candidate for candidate in candidates if _is_model(candidate)]
        return sorted({name for found in models for name in _fields(found)})

    return names_at


def _members(annotation: Any) -> list[Any]:
    """The types an annotation stands for: unions taken apart, wrappers taken off."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin is Union or origin is types.UnionType:
        return [member for part in get_args(annotation) for member in _members(part)]
    if isinstance(annotation, type) and _is_model(annotation) and issubclass(annotation, RootModel):
        return _members(annotation.model_fields["root"].annotation)
    return [annotation]


def _inside(candidates: list[Any], part: str | int) -> list[Any]:
    """The types one step further down; the same ones where the part is no key but a name pydantic put in."""
    if isinstance(part, int):
        elements = [get_args(candidate) for candidate in candidates]
        return [member for found in elements for element in found for member in _members(element)]
    models = [candidate for candidate in candidates if _is_model(candidate)]
    tagged = [model for model in models if part in _tags(model)]
    if len(models) > 1 and tagged:
        return tagged
    annotations = [fields[part] for model in models if part in (fields := _fields(model))]
    annotations += [get_args(found)[1] for found in candidates if get_origin(found) is dict]
    return [member for found in annotations for member in _members(found)] or candidates


def _is_model(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """The annotations of a model's fields by the key used in files."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _tags(model: type[BaseModel]) -> set[Any]:
    """What pydantic may call this member of a union: its class, or a literal that tells it apart."""
    literals = (
        value
        for field in model.model_fields.values()
        if get_origin(field.annotation) is Literal
        for value in get_args(field.annotation)
    )
    return {model.__name__, *literals}
