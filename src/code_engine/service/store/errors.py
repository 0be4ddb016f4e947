"""What can go wrong with a store that is nobody's slip of the pen in a case."""

from __future__ import annotations

from code_engine.errors import CodeEngineError


class StoreError(CodeEngineError):
    """A store that cannot be opened, read or written. Nothing of the transaction in hand was kept."""


class StoreBusyError(StoreError):
    """Somebody else kept the store locked for too long; the same call may succeed later."""


class StoreFullError(StoreError):
    """The disk is full, or the file may not grow; nothing was written."""


class NotStoredError(StoreError):
    """A case, entry or key that is not there, or is not of the landlords asked for."""


class RepeatedKeyError(StoreError):
    """An idempotency key that was used before for another request."""
