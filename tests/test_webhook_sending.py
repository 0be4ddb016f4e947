"""Sending to webhooks for real: only where everybody may, to the address that was looked at, under its own name."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from code_engine.service.outbox.delivering import Outgoing
from code_engine.service.outbox.places import is_open_to, read_networks
from code_engine.service.outbox.sending import HttpSender, Resolve, send
from code_engine.service.store.errors import StoreError

HERE = read_networks(["127.0.0.1"])


class Took(BaseHTTPRequestHandler):
    """Takes every message; the name it was sent to is remembered."""

    names: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.names.append(self.headers["host"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of the library
        """Say nothing."""


@contextmanager
def receiver(context: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[str]]]:
    """A receiver on this machine: its port, and the names of hosts it was called by."""
    names: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Taking", (Took,), {"names": names}))
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], names
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def leading_to(*numbers: str) -> Resolve:
    """A name that leads to these addresses."""
    return lambda *_asked: numbers


def message(address: str) -> Outgoing:
    return Outgoing(address, {"webhook-id": "m"}, b"{}")


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.0.0.5",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.5",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:5",
        "2002:a00:5::1",
    ],
)
def test_what_lies_inside_a_network_is_not_sent_to(number: str) -> None:
    assert not is_open_to(number, ())


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_what_is_everybodys_is_sent_to(number: str) -> None:
    assert is_open_to(number, ())


def test_a_network_that_is_allowed_by_name_is_sent_to_and_no_other() -> None:
    allowed = read_networks(["10.1.2.0/24", "fd00::/8"])
    assert is_open_to("10.1.2.9", allowed)
    assert is_open_to("fd00::9", allowed)
    assert not is_open_to("10.1.3.9", allowed)
    with pytest.raises(StoreError, match="is not a network"):
        read_networks(["10.1.2.3/24"])


def test_this_machine_is_only_sent_to_where_that_is_allowed() -> None:
    with receiver() as (port, names):
        with pytest.raises(OSError, match="inside the network"):
            send(message(f"http://127.0.0.1:{port}/"))
        with pytest.raises(OSError, match="inside the network"):
            send(message(f"http://localhost:{port}/"))
        assert names == []
        assert HttpSender(HERE)(message(f"http://127.0.0.1:{port}/")) == 204
        assert names == [f"127.0.0.1:{port}"]


def test_a_name_that_leads_inside_is_refused_also_where_it_leads_outside_as_well() -> None:
    for numbers in (["10.0.0.5"], ["93.184.216.34", "127.0.0.1"], []):
        sender = HttpSender(resolve=leading_to(*numbers))
        with pytest.raises(OSError, match="inside the network"):
            sender(message("https://crm.example/"))


def test_a_name_is_looked_up_once_and_what_was_looked_at_is_connected_to() -> None:
    asked: list[tuple[str, int]] = []

    def changing(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.5"]

    with receiver(certified("crm.example")) as (port, names):
        sender = HttpSender(HERE, resolve=changing, context=trusting())
        assert sender(message(f"https://crm.example:{port}/changes?a=b")) == 204
        assert asked == [("crm.example", port)]
        assert names == [f"crm.example:{port}"]


def test_a_certificate_of_another_name_is_refused() -> None:
    with receiver(certified("other.example")) as (port, names):
        sender = HttpSender(HERE, resolve=leading_to("127.0.0.1"), context=trusting())
        with pytest.raises(OSError, match="not valid for 'crm"):
            sender(message(f"https://crm.example:{port}/"))
        assert names == []


def test_a_certificate_of_nobody_is_refused() -> None:
    with receiver(certified("crm.example")) as (port, names):
        sender = HttpSender(HERE, resolve=leading_to("127.0.0.1"))
        with pytest.raises(OSError, match=r"self.signed"):
            sender(message(f"https://crm.example:{port}/"))
        assert names == []


def test_what_does_not_speak_http_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(10_000)
                connection.sendall(b"220 mail.example ready\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        with pytest.raises(OSError, match="no answer in HTTP"):
            HttpSender(HERE)(message(f"http://127.0.0.1:{server.getsockname()[1]}/"))
        thread.join(10)


def test_a_host_that_is_no_name_is_no_answer() -> None:
    with pytest.raises(OSError, match="looked up"):
        send(message(f"https://{'a' * 70}.example/"))


_FILES: dict[str, tuple[Path, Path]] = {}


@pytest.fixture(autouse=True, scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("certificates")
    for name in ("crm.example", "other.example"):
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(named)
            .issuer_name(named)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        certificate, secret = folder / f"{name}.pem", folder / f"{name}.key"
        certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        _FILES[name] = (certificate, secret)


def certified(name: str) -> ssl.SSLContext:
    """What a server of a name shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_FILES[name])
    return context


def trusting() -> ssl.SSLContext:
    """A client that trusts the certificates of this test."""
    context = ssl.create_default_context()
    for certificate, _ in _FILES.values():
        context.load_verify_locations(certificate)
    return context
