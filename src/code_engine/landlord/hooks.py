"""The hooks a plugin may implement: all of them, in this one file.

A landlord needs one hook and no other Python: the hook says where its folders are, and everything else is
found in a folder by name (profile.py, policy.py and landlords.py say what each file holds):

    landlord.yaml         who the landlord is; required
    policies/*.yaml       its policy, one file for each version
    consequences.yaml     what follows from findings at this landlord
    facts.yaml            facts of its own, given under `answers:` of a case
    rulesets/ID/VERSION/  further rulesets

What lies in a landlord's folder holds for that landlord and its subsidiaries, never for a sibling. A hook is
added here only when a plugin shipped with code-engine uses it.

A whole plugin module:

    from pathlib import Path
    from code_engine.landlord.hooks import hookimpl

    @hookimpl
    def register_landlords() -> list[Path]:
        return [Path(__file__).parent]

with, in its pyproject.toml:

    [project.entry-points.code_engine]
    my_landlord = "my_package"
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pluggy

PROJECT = "code_engine"
"""The name of the pluggy project and of the entry point group."""

_Hook = TypeVar("_Hook", bound=Callable[..., object])

_hookspec = pluggy.HookspecMarker(PROJECT)
_hookimpl = pluggy.HookimplMarker(PROJECT)


def hookimpl(function: _Hook) -> _Hook:
    """Mark a function of a plugin as an implementation of the hook of the same name.

    A marked function whose name is not a hook in this file makes the whole plugin unavailable: a misspelt
    hook would otherwise never be called, and nobody would notice.
    """
    return _hookimpl(function)


@_hookspec
def register_landlords() -> Sequence[Path]:
    """Give the folders of the landlords in this plugin, one for each landlord, as absolute paths.

    Called once for each call of `load_plugins`. It should only name folders: reading them is the core's part,
    and is put off until a landlord is asked for. An exception here makes this plugin unavailable, no other.
    """
    return ()
