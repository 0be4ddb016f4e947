"""What pytest loads wherever code-engine is installed: little, because it does so whatever is tested."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest

from code_engine.version import VERSION

pytest.register_assert_rewrite("code_engine.conformance.kit")


def pytest_report_header() -> str:
    """The versions of the engine and of the landlords' plugins, as the first lines of a run show them."""
    plugins = sorted(
        f"{point.name} {point.dist.version}" for point in entry_points(group="code_engine") if point.dist is not None
    )
    return f"code-engine: {VERSION}, plugins: {', '.join(plugins) or 'none'}"
