"""code-engine: complaints against the Housing Ombudsman's Complaint Handling Code, for several landlords.

    from datetime import date
    from code_engine import Engine, load_case

    engine = Engine.from_plugins()
    evaluation = engine.evaluate(load_case("case.yaml"), as_of=date(2025, 7, 15))

The names are imported when first used, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from code_engine.case.load import load_case, parse_case
    from code_engine.case.model import Case
    from code_engine.embedding.async_engine import AsyncEngine
    from code_engine.embedding.live_engine import LiveEngine
    from code_engine.engine import Engine
    from code_engine.errors import CodeEngineError
    from code_engine.evaluation.evaluation import Evaluation

    __version__: str

__all__ = [
    "AsyncEngine",
    "Case",
    "CodeEngineError",
    "Engine",
    "Evaluation",
    "LiveEngine",
    "__version__",
    "load_case",
    "parse_case",
]

_PLACES = {
    "AsyncEngine": ("code_engine.embedding.async_engine", "AsyncEngine"),
    "Case": ("code_engine.case.model", "Case"),
    "CodeEngineError": ("code_engine.errors", "CodeEngineError"),
    "Engine": ("code_engine.engine", "Engine"),
    "Evaluation": ("code_engine.evaluation.evaluation", "Evaluation"),
    "LiveEngine": ("code_engine.embedding.live_engine", "LiveEngine"),
    "__version__": ("code_engine.version", "VERSION"),
    "load_case": ("code_engine.case.load", "load_case"),
    "parse_case": ("code_engine.case.load", "parse_case"),
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use. Raises AttributeError for any other."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _PLACES[name]
    found = globals()[name] = getattr(import_module(module), attribute)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
