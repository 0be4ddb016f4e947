"""What every command is given: the engine to ask, and how to write."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from code_engine.engine import Engine

PIPED_WIDTH = 80
_NARROWEST, _WIDEST = 40, 100


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that stand before the command."""

    strict_plugins: bool = False
    no_colour: bool = False

    def engine(self) -> Engine:
        """The engine with the shipped rulesets and the installed landlords. Raises CodeEngineError."""
        from code_engine.engine import Engine

        return Engine.from_plugins(strict=self.strict_plugins)

    def colour(self, to_file: bool = False) -> bool:
        """Whether to write colours: only on a terminal, and only where nobody objects."""
        if to_file or self.no_colour or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return sys.stdout.isatty()

    def width(self, to_file: bool = False) -> int:
        """Columns to write in: those of the terminal within reason, 80 anywhere else."""
        if to_file or not sys.stdout.isatty():
            return PIPED_WIDTH
        import shutil

        return min(max(shutil.get_terminal_size((PIPED_WIDTH, 24)).columns, _NARROWEST), _WIDEST)
