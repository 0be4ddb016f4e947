"""What can go wrong with a letter, and the part of the software that letters need beyond the core."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from code_engine.errors import CodeEngineError, Problem, quoted

EXTRA: Final = "letters"
_PACKAGES: Final = {"docx": "python-docx"}
INSTALL: Final = f"pip install 'code-engine[{EXTRA}]'"


class LetterError(CodeEngineError):
    """A letter that cannot be made: something is missing or not certain, or a template has a mistake."""


def needed(module: str, what_for: str) -> Any:
    """Import a module of the extra `letters`. Raises LetterError that says what to install."""
    try:
        return import_module(module)
    except (ImportError, OSError) as error:
        # WeasyPrint raises OSError where the system's text layout library is missing.
        why = "is not installed" if isinstance(error, ImportError) else f"cannot be loaded: {error}".splitlines()[0]
        name = _PACKAGES.get(module, module)
        raise LetterError(Problem(f"{what_for} needs {quoted(name)}, which {why}", None, f"run: {INSTALL}")) from None
