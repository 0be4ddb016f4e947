"""The conformance kit: tests with which a landlord proves its plugin. Needs pytest, which the core does not.

    from code_engine.conformance import LandlordConformance

    class TestTwenty11(LandlordConformance):
        landlord = "twenty11"

Nothing is imported before the name is asked for: pytest reads this package each time it starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from code_engine.conformance.kit import LandlordConformance

__all__ = ["LandlordConformance"]


def __getattr__(name: str) -> Any:
    """Import the kit on first use. Raises AttributeError for any other name."""
    if name != "LandlordConformance":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from code_engine.conformance.kit import LandlordConformance

    return LandlordConformance
