"""The engine awaited: the loop goes on while cases are evaluated, and what is cancelled or closed ends cleanly."""

from __future__ import annotations

import asyncio
import threading
from datetime import date
from typing import Any

import pytest

from code_engine import AsyncEngine, Engine, load_case, parse_case
from code_engine.errors import CaseError
from event_sequences import ROOT, shared_engine

AS_OF = date(2025, 7, 15)
CASE = load_case(ROOT / "examples" / "late-stage-1.yaml")
LONG = parse_case(
    {
        "reference": "A-1",
        "landlord": "twenty11",
        "record": "partial",
        "events": [
            {"type": "complaint_received", "date": "2025-06-02"},
            *({"type": "extension_notified", "stage": 1, "date": "2025-06-10"} for _ in range(200)),
        ],
    }
)


def test_an_awaited_answer_is_that_of_the_engine_byte_for_byte() -> None:
    async def ask() -> tuple[str, str]:
        async with AsyncEngine(shared_engine()) as engine:
            evaluation = await engine.evaluate(CASE, as_of=AS_OF, counting="inclusive", landlord="code-only")
            explanation = await engine.explain(CASE, "6.3", as_of=AS_OF)
            return evaluation.to_json(), explanation.to_json()

    plain = shared_engine().evaluate(CASE, as_of=AS_OF, counting="inclusive", landlord="code-only")
    assert asyncio.run(ask()) == (plain.to_json(), shared_engine().explain(CASE, "6.3", as_of=AS_OF).to_json())


def test_the_loop_goes_on_while_cases_are_evaluated() -> None:
    """A loop that was held up would not come round once between the beginning of an evaluation and its end."""

    async def ask() -> list[int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0)

        ticking = asyncio.create_task(tick())
        passed = []
        async with AsyncEngine(shared_engine()) as engine:
            for _ in range(5):
                before = ticks
                await engine.evaluate(LONG, as_of=AS_OF)
                passed.append(ticks - before)
        ticking.cancel()
        return passed

    assert all(ticks >= 10 for ticks in asyncio.run(ask()))


def test_errors_are_those_of_the_engine() -> None:
    async def ask() -> None:
        async with AsyncEngine(shared_engine()) as engine:
            await engine.evaluate(CASE, as_of=date(2024, 1, 1))

    with pytest.raises(CaseError, match="nothing had happened yet"):
        asyncio.run(ask())


def test_no_more_work_is_begun_at_once_than_there_are_threads() -> None:
    guard = threading.Lock()
    inside = most = 0

    def work(engine: Engine) -> str:
        nonlocal inside, most
        with guard:
            inside += 1
            most = max(most, inside)
        found = engine.evaluate(CASE, as_of=AS_OF).to_json()
        with guard:
            inside -= 1
        return found

    async def ask() -> set[str]:
        async with AsyncEngine(shared_engine(), threads=2) as engine:
            return set(await asyncio.gather(*(engine.run(work) for _ in range(30))))

    assert len(asyncio.run(ask())) == 1
    assert 1 <= most <= 2


class Held:
    """Work that waits until it is let go, and remembers that it began."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, _engine: Engine) -> str:
        self.began.set()
        assert self.let_go.wait(30)
        return "done"


def test_work_that_is_cancelled_before_it_begins_is_never_done() -> None:
    held, second = Held(), Held()

    async def ask() -> str:
        async with AsyncEngine(shared_engine(), threads=1) as engine:
            first = asyncio.create_task(engine.run(held))
            waiting = asyncio.create_task(engine.run(second))
            await asyncio.to_thread(held.began.wait, 30)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            held.let_go.set()
            return await first

    assert asyncio.run(ask()) == "done"
    assert not second.began.is_set()


def test_whoever_is_cancelled_is_let_go_at_once_and_the_thread_is_free_when_the_work_has_ended() -> None:
    held = Held()

    async def ask() -> Any:
        async with AsyncEngine(shared_engine(), threads=1) as engine:
            running = asyncio.create_task(engine.run(held))
            await asyncio.to_thread(held.began.wait, 30)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            held.let_go.set()
            return await engine.evaluate(CASE, as_of=AS_OF)

    assert asyncio.run(ask()) == shared_engine().evaluate(CASE, as_of=AS_OF)


def test_closing_awaits_what_runs_forgets_what_waits_and_takes_no_more() -> None:
    held, second = Held(), Held()

    async def ask() -> str:
        engine = AsyncEngine(shared_engine(), threads=1)
        first = asyncio.create_task(engine.run(held))
        waiting = asyncio.create_task(engine.run(second))
        await asyncio.to_thread(held.began.wait, 30)
        closing = asyncio.create_task(engine.aclose())
        with pytest.raises(asyncio.CancelledError):
            await waiting
        with pytest.raises(RuntimeError, match="closed"):
            await engine.run(second)
        held.let_go.set()
        await closing
        return await first

    assert asyncio.run(ask()) == "done"
    assert not second.began.is_set()


def test_one_object_serves_one_loop_after_the_other() -> None:
    engine = AsyncEngine(shared_engine())
    answers = [asyncio.run(engine.evaluate(CASE, as_of=AS_OF)) for _ in range(2)]
    assert answers[0] == answers[1]
    asyncio.run(engine.aclose())


def test_an_engine_without_a_thread_is_refused() -> None:
    with pytest.raises(ValueError, match="one thread"):
        AsyncEngine(shared_engine(), threads=0)
