"""What is made anew in a process that was forked: a lock that a thread of the parent held is never given back."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Owner = TypeVar("Owner")

_RENEWED: WeakKeyDictionary[Any, Callable[[Any], None]] = WeakKeyDictionary()


def renew_in_children(owner: Owner, renew: Callable[[Owner], None]) -> None:
    """Call `renew` with the owner in every process that is forked from this one, as long as the owner lives.

    `renew` is a plain function, no method bound to the owner, which it would keep alive. It runs before anything else
    in the child, where there is one thread only. Where a system cannot fork, nothing is ever called.
    """
    _RENEWED[owner] = renew


def _renew_all() -> None:
    for owner, renew in list(_RENEWED.items()):
        renew(owner)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
