"""What is said about a person is sealed with a key of its case, so that deleting the key erases it.

AES-256-GCM with a nonce of its own for each piece, bound to the place where the piece is kept: one moved to another
case or row does not open. A case has a few dozen pieces, far below what random nonces of 96 bits allow for one key.
"""

from __future__ import annotations

import json
import secrets
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from code_engine.errors import Problem
from code_engine.service.store.canonical import canonical
from code_engine.service.store.errors import StoreError

_NONCE_BYTES = 12
_QUICK = 1
"""The lowest level of compression: an evaluation shrinks to a tenth by it, and further by little more."""


def new_key() -> bytes:
    """A key of 256 random bits."""
    return AESGCM.generate_key(bit_length=256)


def pack(value: Any) -> bytes:
    """A value as compressed JSON, to be sealed: the slow part, for who does not want to do it within a transaction."""
    return zlib.compress(canonical(value).encode(), _QUICK)


def seal_packed(key: bytes, packed: bytes, place: str) -> bytes:
    """What `pack` gave, encrypted; it opens with the key at the same place only."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, packed, place.encode())


def seal(key: bytes, value: Any, place: str) -> bytes:
    """A value as compressed and encrypted JSON, to be opened with the key at the same place only."""
    return seal_packed(key, pack(value), place)


def unseal(key: bytes, sealed: bytes, place: str) -> Any:
    """The value that was sealed. Raises StoreError where it was changed or moved, or the key is another's."""
    try:
        content = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):
        raise StoreError(
            Problem(f"what is stored at {place} was changed or moved", None, "restore the store from a backup")
        ) from None
    return json.loads(zlib.decompress(content))
