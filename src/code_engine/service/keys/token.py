"""The text of a key: a public name, by which it is found and spoken of, and 256 random bits that nobody can guess.

Only the SHA-256 of the secret is stored. Slow hashes such as scrypt protect passwords, which people choose and others
can guess; nobody tries out 2^256 secrets, so a slow hash would only make each request slow.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

_SECRET_BYTES = 32
_NAME_BYTES = 6
_TOKEN = re.compile(r"ce_(?P<id>[0-9a-f]{12})_(?P<secret>[A-Za-z0-9_-]{43})")

NOBODY: Final = hashlib.sha256(b"").hexdigest()
"""A hash no secret of ours has: what a key that is not there is compared with, so that it takes as long."""


@dataclass(frozen=True, slots=True)
class Token:
    """A key as its owner has it: `ce_NAME_SECRET`."""

    id: str
    secret: str

    def __str__(self) -> str:
        return f"ce_{self.id}_{self.secret}"

    def __repr__(self) -> str:
        return f"Token({self.id!r})"


def new_token() -> Token:
    """A key nobody has had before."""
    return Token(secrets.token_hex(_NAME_BYTES), secrets.token_urlsafe(_SECRET_BYTES))


def read_token(presented: str) -> Token | None:
    """The key that a text holds; None where it is none."""
    found = _TOKEN.fullmatch(presented) if len(presented) <= 100 else None
    return Token(found["id"], found["secret"]) if found is not None else None


def digest(token: Token) -> str:
    """What is stored of a key."""
    return hashlib.sha256(token.secret.encode("utf-8", "replace")).hexdigest()


def same(token: Token, stored: str) -> bool:
    """Whether a stored hash is that of the key; the time it takes tells nothing of where they differ."""
    return hmac.compare_digest(digest(token), stored)
