"""One engine used from many threads, in forked processes, and over and over: the same answers, and nothing grows."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.evaluation.evaluation import Evaluation
from event_sequences import ROOT, shared_engine

THREADS: Final = 8
EVALUATIONS: Final = 1_000
MOST_GROWTH: Final = 5 * 1024 * 1024
EXAMPLES: Final = sorted((ROOT / "examples").glob("*.yaml"))

Task = tuple[Case, date, str, str]


@cache
def tasks() -> tuple[Task, ...]:
    """A thousand questions: every example for every landlord, on many days, by both ways of counting."""
    cases = [load_case(path) for path in EXAMPLES]
    made: list[Task] = []
    for round_number in range(EVALUATIONS):
        case = cases[round_number % len(cases)]
        as_of = max(event.date for event in case.events) + timedelta(days=round_number % 37)
        landlord = shared_engine().landlords.ids()[round_number % 3]
        made.append((case, as_of, landlord, ("day-0", "inclusive")[round_number % 2]))
    return tuple(made)


def answered(engine: Engine, task: Task) -> Evaluation:
    case, as_of, landlord, counting = task
    return engine.evaluate(case, as_of=as_of, landlord=landlord, counting=counting)


def fingerprint(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def test_eight_threads_give_the_answers_of_one_byte_for_byte() -> None:
    """A fresh engine, so that the threads also meet while it compiles what each landlord adds."""
    expected = [fingerprint(answered(shared_engine(), task).to_json()) for task in tasks()]
    engine = Engine.from_plugins(strict=True)
    together = threading.Barrier(THREADS)

    def work(offset: int) -> int:
        together.wait()
        wrong = 0
        for step in range(EVALUATIONS):
            place = (step + offset * 125) % EVALUATIONS
            found = answered(engine, tasks()[place]).to_json()
            wrong += fingerprint(found) != expected[place]
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(work, range(THREADS))) == 0


def resident_memory() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def system_threads() -> int:
    """All threads of this process: whoever runs the tests, and libraries of other tests, may have some already."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


def test_two_thousand_evaluations_leave_memory_and_threads_as_they_were() -> None:
    engine = shared_engine()
    for task in tasks():
        answered(engine, task)
    memory, threads, of_the_system = resident_memory(), threading.active_count(), system_threads()
    for task in (*tasks(), *tasks()):
        answered(engine, task)
    assert threading.active_count() == threads
    assert system_threads() == of_the_system
    assert resident_memory() - memory < MOST_GROWTH


def test_an_engine_built_before_a_fork_answers_the_same_in_every_child() -> None:
    engine = shared_engine()
    expected = [fingerprint(answered(engine, task).to_json()) for task in tasks()[:40]]
    children = multiprocessing.get_context("fork")
    with children.Pool(2) as pool:
        assert pool.map(fingerprint_of_task, range(40)) == expected
    assert fingerprint(answered(engine, tasks()[0]).to_json()) == expected[0]


def fingerprint_of_task(place: int) -> bytes:
    """What a forked child answers, with the engine it was given."""
    return fingerprint(answered(shared_engine(), tasks()[place]).to_json())


_PRINT_ALL: Final = """
import hashlib, sys
from datetime import date
from pathlib import Path
from code_engine.case.load import load_case
from code_engine.engine import Engine

engine = Engine.from_plugins(strict=True)
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    for landlord in engine.landlords.ids():
        text = engine.evaluate(load_case(path), as_of=date(2025, 12, 31), landlord=landlord).to_json()
        print(path.name, landlord, hashlib.sha256(text.encode()).hexdigest())
"""


def printed_by_a_fresh_process(**surroundings: str) -> str:
    """The fingerprints of all examples, worked out by another interpreter in other surroundings."""
    paths = os.pathsep.join(path for path in sys.path if path)
    finished = subprocess.run(
        [sys.executable, "-c", _PRINT_ALL, str(ROOT / "examples")],
        env={"PYTHONPATH": paths, "PATH": os.environ["PATH"], **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_the_same_case_gives_the_same_bytes_in_every_process_locale_and_hash_seed() -> None:
    first = printed_by_a_fresh_process(PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    second = printed_by_a_fresh_process(PYTHONHASHSEED="271", LC_ALL="de_DE.UTF-8", TZ="Pacific/Kiritimati")
    assert first == second
    assert len(first.splitlines()) == len(EXAMPLES) * len(shared_engine().landlords.ids())
