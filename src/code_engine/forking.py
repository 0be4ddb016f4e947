"""What is made anew in a process that was forked: a lock that a thread of the parent held is never given back."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    def cached_property(method: Callable[[Any], Any]) -> functools.cached_property[Any]:
        """The library's own as it is from Python 3.12 on: up to then, all objects of a class share a lock."""
        made = functools.cached_property(method)
        made.lock = nullcontext()
        return made


__all__ = ["cached_property", "renew_in_children"]

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
