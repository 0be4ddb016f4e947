"""How long one evaluation of a full case takes over HTTP, and in process, on one core and over loopback.

The service runs in a process of its own, kept on one core, with keys and a store in a file. The client runs on another
core where there is one: at a constant rate, then several connections without a pause, by wrk where it is installed.
`--soak MINUTES` asks at a constant rate for so long, and shows the memory of the service.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from code_engine.case.load import load_case, parse_case
from code_engine.documents import read_document
from code_engine.engine import Engine
from code_engine.service.opened import open_store
from code_engine.service.ports import Clock
from measuring import AS_OF, EXAMPLE, milliseconds, percentile, print_table, timings

BODY = json.dumps({"case": read_document(EXAMPLE).data, "as_of": AS_OF.isoformat()}).encode()
AT_ONCE = 16


@contextmanager
def service(core: int | None) -> Iterator[tuple[int, str, int]]:
    """The port of a service in a process of its own, a key for it, and the number of the process."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "store.sqlite")
        clock = Clock(lambda: AS_OF, lambda: datetime.now(UTC), time.monotonic)
        store = open_store(file, clock, Engine.from_plugins)
        key = str(store.keys.create("twenty11", ("evaluate",)))
        store.close()
        command = [sys.executable, "-m", "code_engine", "serve", "--database", file, "--port", "0"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        line = next(line for line in process.stderr if line.startswith("listening on "))
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        try:
            yield int(line.rpartition(":")[2]), key, process.pid
        finally:
            process.terminate()
            process.wait(30)
            drain.wait(30)


class Connection:
    """A connection that is kept, written by hand so that the client costs as little as it can."""

    def __init__(self, port: int, key: str) -> None:
        self._port = port
        head = (
            f"POST /v1/evaluate HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
        )
        self._request = head.encode() + BODY

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)

    async def ask(self) -> float:
        """Seconds until the whole answer is there."""
        started = time.perf_counter()
        self._writer.write(self._request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await self._reader.readexactly(length)
        return time.perf_counter() - started

    async def close(self) -> None:
        """Disconnect."""
        self._writer.close()
        await self._writer.wait_closed()


async def saturated(port: int, key: str, rounds: int) -> tuple[float, list[float]]:
    """Answers a second, and sorted seconds of each, with several connections that ask without a pause."""
    connections = [Connection(port, key) for _ in range(AT_ONCE)]
    await asyncio.gather(*(each.open() for each in connections))

    async def asking(connection: Connection) -> list[float]:
        return [await connection.ask() for _ in range(rounds)]

    started = time.perf_counter()
    found = await asyncio.gather(*(asking(each) for each in connections))
    taken = time.perf_counter() - started
    await asyncio.gather(*(each.close() for each in connections))
    return AT_ONCE * rounds / taken, sorted(each for times in found for each in times)


async def paced(port: int, key: str, a_second: int, seconds: float) -> list[float]:
    """Sorted seconds of each answer, asked at even distances whether or not the last is there."""
    idle: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(AT_ONCE):
        connection = Connection(port, key)
        await connection.open()
        idle.put_nowait(connection)
    times: list[float] = []

    async def one(due: float) -> None:
        connection = await idle.get()
        waited = time.perf_counter() - due
        times.append(waited + await connection.ask())
        idle.put_nowait(connection)

    started = time.perf_counter()
    asked = []
    for number in range(int(a_second * seconds)):
        due = started + number / a_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        asked.append(asyncio.create_task(one(due)))
    await asyncio.gather(*asked)
    while not idle.empty():
        await idle.get_nowait().close()
    return sorted(times)


def processor_seconds(process: int) -> float:
    """The processor time a process has used; 0 where the system does not say."""
    file = Path(f"/proc/{process}/stat")
    if not file.exists():
        return 0.0
    fields = file.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(process: int) -> float:
    """The memory a process has in use; 0 where the system does not say."""
    file = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", file.read_text()) if file.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def by_wrk(port: int, key: str, core: int, seconds: int) -> tuple[float, float, float] | None:
    """Answers a second, p50 and p99 in seconds, as wrk measures them; None where it is not installed."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "body.json").write_bytes(BODY)
        script = Path(folder) / "ask.lua"
        script.write_text(
            f'local file = io.open("{folder}/body.json", "rb")\n'
            'wrk.method, wrk.body = "POST", file:read("*a")\n'
            f'wrk.headers["Content-Type"], wrk.headers["Authorization"] = "application/json", "Bearer {key}"\n'
        )
        options = ["-t1", f"-c{AT_ONCE}", f"-d{seconds}s", "--latency", "-s", str(script)]
        address = f"http://127.0.0.1:{port}/v1/evaluate"
        pinned = ["taskset", "-c", str(core)] if shutil.which("taskset") else []
        found = subprocess.run([*pinned, wrk, *options, address], capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in found, found
    shares = {share: _seconds(time_taken) for share, time_taken in re.findall(r"(?m)^\s+(50|99)%\s+(\S+)$", found)}
    return float(re.findall(r"Requests/sec:\s+(\S+)", found)[0]), shares["50"], shares["99"]


def _seconds(text: str) -> float:
    number, unit = re.findall(r"([0-9.]+)([a-z]+)", text)[0]
    return float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1.0}[unit]


def soak(port: int, key: str, process: int, minutes: float) -> None:
    """Ask 50 times a second for some minutes, and print the memory after each tenth."""
    rows: list[tuple[str, ...]] = []
    before = 0.0
    for tenth in range(1, 11):
        times = asyncio.run(paced(port, key, 50, minutes * 6))
        now = resident_megabytes(process)
        before = before or now
        rows.append((f"{minutes * tenth / 10:g}", f"{now:.1f} MB", f"{now - before:+.1f} MB", milliseconds(times[-1])))
    print_table(("Minutes", "resident", "since the first tenth", "longest answer"), rows)


def row(name: str, rate: str, times: list[float]) -> tuple[str, ...]:
    """A row of the table."""
    shares = (percentile(times, 0.5), percentile(times, 0.99), times[-1])
    return (name, rate, *(milliseconds(each) for each in shares))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few rounds only; the figures mean nothing")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="ask for so long, and show the memory")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    with service(cores[0] if cores else None) as (port, key, process):
        if len(cores) > 1:
            os.sched_setaffinity(0, set(cores[1:]))
        asyncio.run(saturated(port, key, 2 if options.quick else 20))
        if options.soak is not None:
            soak(port, key, process, options.soak)
        else:
            rows = [*_in_process(options.quick), *_over_http(port, key, options.quick)]
            rows += _by_wrk(port, key, cores[-1] if cores else 0, options.quick)
            print_table(("One evaluation of a full case", "a second", "p50", "p99", "longest"), rows)
            before, rounds = processor_seconds(process), 2 if options.quick else 150
            asyncio.run(saturated(port, key, rounds))
            used = (processor_seconds(process) - before) / (AT_ONCE * rounds)
            print_table(("Processor time", "each"), [("of the service for an answer over HTTP", milliseconds(used))])


def _in_process(quick: bool) -> list[tuple[str, ...]]:
    engine, case, data = Engine.from_plugins(), load_case(EXAMPLE), read_document(EXAMPLE).data
    rounds = 20 if quick else 2_000
    alone = timings(lambda: engine.evaluate(case, as_of=AS_OF), rounds, warm_up=10)
    whole = timings(lambda: engine.evaluate(parse_case(data), as_of=AS_OF).to_bytes(), rounds, warm_up=10)
    return [
        row("in process, the evaluation alone", "", alone),
        row("in process, with reading the case and writing JSON", "", whole),
    ]


def _over_http(port: int, key: str, quick: bool) -> list[tuple[str, ...]]:
    rows = []
    for rate in (20, 100):
        times = asyncio.run(paced(port, key, rate, 0.2 if quick else 20))
        rows.append(row(f"over HTTP, {rate} a second", str(rate), times))
    reached, times = asyncio.run(saturated(port, key, 2 if quick else 150))
    rows.append(row(f"over HTTP, {AT_ONCE} connections without a pause", f"{reached:.0f}", times))
    return rows


def _by_wrk(port: int, key: str, core: int, quick: bool) -> list[tuple[str, ...]]:
    found = by_wrk(port, key, core, 1 if quick else 20)
    if found is None:
        return []
    reached, half, most = found
    return [(f"by wrk, {AT_ONCE} connections", f"{reached:.0f}", milliseconds(half), milliseconds(most), "")]


if __name__ == "__main__":
    main()
