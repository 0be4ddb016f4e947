"""Addresses of databases and engines: `postgresql://user@host/complaints?table=events`. A password is never shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from code_engine.errors import DocumentError, Location, Problem, did_you_mean, quoted

SOURCES: Final = ("duckdb", "postgresql", "sqlite")
"""Databases that cases can be read from."""

ENGINES: Final = ("bigquery", "databricks", "duckdb", "mssql", "postgresql", "pyspark", "snowflake")
"""Engines that evaluate columns, by the beginnings of their addresses."""

_OTHER_NAMES: Final = {"postgres": "postgresql", "spark": "pyspark", "sqlserver": "mssql"}
_OPEN: Final = frozenset(
    {"host", "port", "user", "dbname", "database", "schema", "warehouse", "role", "sslmode", "driver"}
)
"""What may be shown of the options in an address; anything else could be a secret."""

_MASK: Final = "***"


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart. `text` has the password and is never printed; `shown` has not."""

    scheme: str
    text: str
    shown: str
    path: str
    table: str | None

    @property
    def file(self) -> Path:
        """The file of a database that is one, as it is written; an address may have one more stroke before it."""
        whole = Path(self.path)
        plain = Path(self.path.removeprefix("/"))
        return plain if not whole.exists() and plain.exists() else whole

    @property
    def place(self) -> Location:
        """Where a problem is, without a password."""
        return Location(self.shown)

    def same_database(self, other: Address) -> bool:
        """Whether both are one database, whatever table is meant."""
        return (self.scheme, self.text) == (other.scheme, other.text)


def is_address(text: str) -> bool:
    """Whether a text is an address and not the name of a file."""
    return "://" in text


def address_of(text: str, known: tuple[str, ...]) -> Address:
    """An address taken apart, without the table in it.

    Raises DocumentError where it is none, or does not begin with one of the known names.
    """
    beginning, _, rest = text.partition("://")
    scheme = _OTHER_NAMES.get(beginning.lower(), beginning.lower())
    if scheme not in known:
        hint = did_you_mean(scheme, known) or f"known: {', '.join(f'{each}://' for each in known)}"
        raise DocumentError(Problem(f"{quoted(beginning)} is no kind of database that is known here", None, hint))
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        query = parse_qsl(parts.query, keep_blank_values=True)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        raise DocumentError(Problem(f"this address of {quoted(scheme)} cannot be read", None, _FORM)) from None
    table = next((value for name, value in query if name == "table"), None)
    plain = [(name, value) for name, value in query if name != "table"]
    ending = f"?{urlencode(plain)}" if plain else ""
    hidden = [(name, value if name.lower() in _OPEN else _MASK) for name, value in plain]
    user = quote(unquote(parts.username), safe="") if parts.username else ""
    secret = f":{_MASK}" if parts.password else ""
    host = parts.hostname or ""
    shown = f"{scheme}://{user}{secret}{'@' if user else ''}{host}{port}{parts.path}"
    shown += f"?{urlencode(hidden, safe='*')}" if hidden else ""
    path = unquote(f"{parts.netloc}{parts.path}")
    return Address(scheme, f"{scheme}://{parts.netloc}{parts.path}{ending}", shown, path, table or None)


_FORM: Final = "write postgresql://USER@HOST:PORT/DATABASE?table=TABLE"
