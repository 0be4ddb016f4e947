"""Signing what is sent, by the Standard Webhooks convention: HMAC-SHA256 over name, moment and body."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final

_PREFIX: Final = "whsec_"
_SECRET_BYTES = 32
TOLERANCE_SECONDS: Final = 300
"""How old a message may be when its receiver checks it; older ones may be somebody's repetition."""


def new_secret() -> str:
    """A secret to be shared with the receiver."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed_headers(secret: str, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers by which a receiver knows that a message is ours, unchanged and recent."""
    moment = str(int(at.timestamp()))
    return {
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{_signature(secret, message, moment, body)}",
    }


def is_ours(secret: str, headers: dict[str, str], body: bytes, now: datetime) -> bool:
    """What a receiver does: whether the signature is right and recent. Header names in lower case."""
    message, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (moment.isascii() and moment.isdecimal() and len(moment) <= 12):
        return False
    if abs(now.timestamp() - int(moment)) > TOLERANCE_SECONDS:
        return False
    expected = _signature(secret, message, moment, body)
    given = [part.removeprefix("v1,") for part in headers.get("webhook-signature", "").split(" ")]
    return any(hmac.compare_digest(expected.encode(), each.encode()) for each in given)


def _signature(secret: str, message: str, moment: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    content = f"{message}.{moment}.".encode() + body
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
