"""An evaluation as JSON for a network: the bytes of `Evaluation.to_bytes`, in a fifth of the time.

Pydantic looks at the declared type of each value it writes; what the engine built needs no look. Tests hold the two to
the same bytes.
"""

from __future__ import annotations

from typing import Any, Final

import orjson
from pydantic import BaseModel

from code_engine.evaluation.evaluation import Evaluation

_FORM: Final = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def bytes_of(evaluation: Evaluation) -> bytes:
    """The evaluation as indented JSON, UTF-8, ending in a newline."""
    try:
        return orjson.dumps(evaluation, default=_fields, option=_FORM)
    except orjson.JSONEncodeError:
        # A number of more than 64 bits, which a case may hold.
        return evaluation.to_bytes()


def _fields(part: Any) -> dict[str, Any]:
    """The values of a part of the answer, in the order of its fields."""
    if isinstance(part, BaseModel):
        return vars(part)
    raise TypeError(type(part).__name__)
