"""Where a store is: a file, or the address of a PostgreSQL database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from code_engine.errors import Problem, did_you_mean, quoted
from code_engine.service.store.errors import StoreError

_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+]*)://", re.IGNORECASE)
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_PASSWORD = re.compile(r"(?<=:)[^:@/]*(?=@)")


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a store: `url` for the library, `file` where it is a file, `shown` without a password."""

    url: str
    file: Path | None
    shown: str


def read_address(text: str) -> Address:
    """The store that a text names: a file's name, `sqlite:///FILE`, or `postgresql://USER@HOST/DATABASE`.

    Raises StoreError for anything else.
    """
    found = _SCHEME.match(text)
    if found is None:
        return _file(text)
    scheme, rest = found["scheme"].lower(), text[found.end() :]
    if scheme == "sqlite":
        if not rest.startswith("/") or rest == "/":
            raise StoreError(Problem(f"{quoted(text)} names no file", None, "write sqlite:///FILE, or just the file"))
        return _file(rest[1:])
    if scheme in _POSTGRESQL:
        return Address(f"postgresql+psycopg://{rest}", None, f"postgresql://{_PASSWORD.sub('***', rest)}")
    hint = did_you_mean(scheme, ("sqlite", "postgresql")) or "name a file, or postgresql://USER@HOST/DATABASE"
    raise StoreError(Problem(f"{quoted(scheme)} is no kind of store", None, hint))


def _file(name: str) -> Address:
    if not name or name.startswith(":") or "?" in name or "\0" in name:
        raise StoreError(Problem(f"{quoted(name)} is not the name of a file for a store", None, "name a file"))
    return Address(f"sqlite:///{name}", Path(name), name)
