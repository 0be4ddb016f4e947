"""Sending a message over HTTP with what Python brings: no redirect is followed, and no answer is read."""

from __future__ import annotations

import urllib.error
import urllib.request
from email.message import Message
from typing import IO, Final

from code_engine.service.outbox.delivering import Outgoing
from code_engine.service.outbox.webhooks import check_address
from code_engine.version import VERSION

SECONDS_TO_ANSWER: Final = 15


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A message is for the address that was agreed, and for no other."""

    def redirect_request(
        self,
        req: urllib.request.Request,  # noqa: ARG002 - the signature of urllib
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: Message,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        """Follow nothing: the redirect itself is the answer."""
        return


def send(message: Outgoing) -> int:
    """Post a message and give the status of the answer. Raises OSError where none came in time."""
    check_address(message.address)
    headers = {"user-agent": f"code-engine/{VERSION}", **message.headers}
    request = urllib.request.Request(message.address, data=message.body, headers=headers, method="POST")
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS_TO_ANSWER) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
    except (urllib.error.URLError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise OSError(0, str(reason)) from None
