"""Whether the libraries that the HTTP service needs are installed."""

from __future__ import annotations

from importlib.util import find_spec

from code_engine.errors import MissingExtraError, Problem

_NEEDED = ("fastapi", "orjson", "uvicorn")


def require_http() -> None:
    """Raise MissingExtraError where a library of the extra is not installed."""
    absent = [module for module in _NEEDED if find_spec(module) is None]
    if absent:
        names = " and ".join(f"`{module}`" for module in absent)
        message = f"the HTTP service needs {names}, which {'are' if len(absent) > 1 else 'is'} not installed"
        raise MissingExtraError(Problem(message, None, "install it with: pip install 'code-engine[service]'"))
