"""Throw many requests at the service and see that it answers each: `python tools/fuzz_service.py door 100000`.

`door` sends bodies to the door of cases, valid and damaged, and looks at each answer; a batch has a seed of its own,
so that one that fails is found again with `--seed`. `api` asks every operation of the description with what it allows
and what it does not, on a store with keys, each type of event in turn; the number is that of requests for an operation
and a share of the types. What is found is printed as hypothesis shrinks it; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from hypothesis import HealthCheck, given, seed, settings
from hypothesis.errors import Unsatisfiable

from service_bodies import answered_or_refused, any_body
from service_description import ask_everything, stored_service
from service_running import a_running

BATCH = 500


def main() -> int:
    """Ask, count, and say whether everything was answered as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["door", "api"])
    parser.add_argument("requests", type=int)
    parser.add_argument("--seed", type=int, default=1, help="of the first batch")
    options = parser.parse_args()
    failed = door(options.requests, options.seed) if options.what == "door" else api(options.requests, options.seed)
    return 1 if failed else 0


def door(bodies: int, first_seed: int) -> int:
    """How many batches of bodies held something that was not answered well."""
    running, statuses, failed = a_running(), Counter[int](), 0
    started = time.monotonic()
    for number in range(-(-bodies // BATCH)):

        @seed(first_seed + number)
        @settings(max_examples=BATCH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(body=any_body())
        def batch(body: bytes) -> None:
            statuses[answered_or_refused(running, body)] += 1

        failed += _fails(batch, f"the batch of seed {first_seed + number}")
        if number % 10 == 9:
            print(f"{statuses.total()} bodies, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print(f"{statuses.total()} bodies: {dict(sorted(statuses.items()))}; batches that failed: {failed}")
    running.close()
    return failed


def api(requests: int, first_seed: int) -> int:
    """How many operations answered something otherwise than described."""
    failed, asked = 0, 0
    with tempfile.TemporaryDirectory() as folder, stored_service(Path(folder), keys=True) as service:
        for name, ask in ask_everything(service, requests, first_seed):
            failed += _fails(ask, name)
            asked += 1
            print(name, file=sys.stderr, flush=True)
    print(f"{asked} runs over operations, at most {requests} requests each; failed: {failed}")
    return failed


def _fails(test: object, name: str) -> bool:
    try:
        test()  # type: ignore[operator]
    except Unsatisfiable:
        return False  # What takes nothing cannot be asked wrongly.
    except Exception as error:
        print(f"{name}: {error}", *getattr(error, "__notes__", ()), sep="\n")
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
