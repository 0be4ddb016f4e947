"""The master key, by which the keys of cases and the secrets of webhooks are wrapped.

It is kept outside the store. Who has a copy of the database, and not the master key, reads nothing that is sealed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from code_engine.errors import Location, Problem
from code_engine.service.store.errors import StoreError

MASTER: Final = "code_engine_master_key"
"""The option of a connection that holds the master key of whoever opened the store."""

_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_HOW: Final = "make one with: openssl rand -base64 32"


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A master key; `name` is the beginning of its hash, by which a store knows the one it was wrapped with."""

    content: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """Says which key it is, and nothing about it."""
        return hashlib.sha256(b"code-engine master key\n" + self.content).hexdigest()[:16]

    def wrap(self, key: bytes, place: str) -> bytes:
        """A key or secret, encrypted (AES-256-GCM); it opens at the same place only."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.content).encrypt(nonce, key, place.encode())

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """What was wrapped. Raises StoreError where it was changed or moved, or wrapped by another master key."""
        try:
            return AESGCM(self.content).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            message = f"the key at {place} was changed, or wrapped by another master key"
            raise StoreError(Problem(message, None, "restart with the master key that the store has now")) from None


def read_master_key(text: str, place: Location | None = None) -> MasterKey:
    """The master key that a text holds: 32 bytes in base64. Raises StoreError for anything else."""
    try:
        content = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if len(content) != _BYTES:
        raise StoreError(Problem("this is no master key: 32 bytes in base64 are expected", place, _HOW))
    return MasterKey(content)


def read_master_key_file(name: str) -> MasterKey:
    """The master key in a file, which nobody but its owner may read. Raises StoreError."""
    place = Location(name)
    try:
        text = Path(name).read_text(encoding="ascii")
        mode = Path(name).stat().st_mode
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it is not a text").lower()
        raise StoreError(Problem(f"the master key cannot be read: {reason}", place, _HOW)) from None
    if mode & 0o004:
        message = "everybody on this machine can read the master key"
        raise StoreError(Problem(message, place, f"run: chmod 600 {name}"))
    return read_master_key(text, place)
