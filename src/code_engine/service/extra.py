"""The libraries of the extras `service` and `postgresql`: looked for, so that their absence is one clear message."""

from __future__ import annotations

from importlib.util import find_spec

from code_engine.errors import MissingExtraError, Problem

_STORE = ("sqlalchemy", "cryptography")


def require_store() -> None:
    """Raise MissingExtraError where a library that the store needs is not installed."""
    _require(_STORE, "the store needs", "service")


def require_postgresql() -> None:
    """Raise MissingExtraError where the library that talks to PostgreSQL is not installed."""
    _require(("psycopg",), "a store in PostgreSQL needs", "postgresql")


def _require(modules: tuple[str, ...], who: str, extra: str) -> None:
    absent = [module for module in modules if find_spec(module) is None]
    if absent:
        names = " and ".join(f"`{module}`" for module in absent)
        message = f"{who} {names}, which {'are' if len(absent) > 1 else 'is'} not installed"
        raise MissingExtraError(Problem(message, None, f"install it with: pip install 'code-engine[{extra}]'"))
