"""Libraries of the extra `portfolio`: imported where they are needed, with one clear error where they are not there."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from code_engine.errors import MissingExtraError, Problem, quoted


def needed(module: str, purpose: str, extra: str = "portfolio") -> Any:
    """Import a module of an extra, for a purpose in words. Raises MissingExtraError that says what to install."""
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        hint = f"install it with `pip install code-engine[{extra}]`"
        raise MissingExtraError(Problem(f"{purpose} needs the library {quoted(package)}", None, hint)) from None
