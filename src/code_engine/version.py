"""The version of the software, as every answer states it."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
