"""A process that appends to a store until it is killed, and says on standard output what was acknowledged.

Run as `python appending.py ADDRESS FIRST [BYTES]`: it appends events, numbered from FIRST on, and entries of the log.
With BYTES no file may grow beyond so much; when the store says that it is full, the limit is lifted, one more of each
is appended, and the process ends.
"""

from __future__ import annotations

import resource
import sys

from code_engine.case.load import parse_case
from code_engine.service.opened import OpenedStore, open_store
from code_engine.service.store.errors import StoreFullError
from recorded import AS_OF, document, engine, recorded
from stores import SetClock

EVENTS_OF_A_CASE = 10


def reference_of(number: int) -> str:
    """The case to which an event is appended."""
    return f"T-{number // EVENTS_OF_A_CASE}"


def append(store: OpenedStore, number: int) -> None:
    """Append an event and an entry of the log, and say of each that it was taken."""
    event = {"type": "complaint_received", "date": "2025-06-02", "note": f"event {number}"}
    store.cases.append("code-only", reference_of(number), header={}, events=[event], key="k")
    print(f"event {number}", flush=True)
    entry = recorded(store.log, reference_of(number))
    print(f"entry {entry.id}", flush=True)


def limit_files(size: int) -> None:
    """Let no file of this process grow beyond a size; the hard limit stays, so that it can be lifted again."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size if size > 0 else hard, hard))


def main() -> None:
    """Append for ever, or until the store is full."""
    address, number = sys.argv[1], int(sys.argv[2])
    store = open_store(address, SetClock().clock(), engine)
    engine().evaluate(parse_case(document()), as_of=AS_OF)
    print("ready", flush=True)
    if len(sys.argv) > 3:
        limit_files(int(sys.argv[3]))
    while True:
        try:
            append(store, number)
        except StoreFullError:
            print("full", flush=True)
            limit_files(0)
            append(store, number + 1)
            return
        number += 1


if __name__ == "__main__":
    main()
