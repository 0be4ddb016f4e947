"""Counts and times for Prometheus, without a landlord, a key or anything of a case in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the classes of the histogram."""

TEXT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What happened since the process started. It is written on the event loop only, so it needs no lock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self.seconds = seconds
        self._answered: Counter[tuple[str, str, int]] = Counter()
        self._classes: Counter[tuple[str, int]] = Counter()
        self._total: dict[str, float] = {}
        self._lines: Counter[str] = Counter()
        self._reloads: Counter[str] = Counter()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; `route` is the template of its address."""
        self._answered[method, route, status] += 1
        place = next((at for at, bound in enumerate(SECONDS) if seconds <= bound), len(SECONDS))
        self._classes[route, place] += 1
        self._total[route] = self._total.get(route, 0.0) + seconds

    def line(self, outcome: str) -> None:
        """Count a line of a request of many cases: `answered` or `refused`."""
        self._lines[outcome] += 1

    def reloaded(self, outcome: str) -> None:
        """Count a time the files had changed: `replaced` or `refused`."""
        self._reloads[outcome] += 1

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """Everything in Prometheus's text format; `gauges` are measured now, each with its meaning.

        The name of a gauge may end in labels.
        """
        parts = (self._requests(), self._durations(), self._of_lines(), self._of_reloads(), _gauges(gauges))
        return "\n".join(line for part in parts for line in part) + "\n"

    def _requests(self) -> Iterator[str]:
        name = "code_engine_requests_total"
        yield f"# HELP {name} Requests answered."
        yield f"# TYPE {name} counter"
        for (method, route, status), count in sorted(self._answered.items()):
            yield f'{name}{{method="{method}",route="{route}",status="{status}"}} {count}'

    def _durations(self) -> Iterator[str]:
        name = "code_engine_request_seconds"
        yield f"# HELP {name} Seconds from the head of a request to the end of its answer."
        yield f"# TYPE {name} histogram"
        for route, total in sorted(self._total.items()):
            count = 0
            for place, bound in enumerate((*SECONDS, "+Inf")):
                count += self._classes[route, place]
                yield f'{name}_bucket{{route="{route}",le="{bound}"}} {count}'
            yield f'{name}_sum{{route="{route}"}} {total:.6f}'
            yield f'{name}_count{{route="{route}"}} {count}'

    def _of_lines(self) -> Iterator[str]:
        name = "code_engine_lines_total"
        yield f"# HELP {name} Lines of requests of many cases."
        yield f"# TYPE {name} counter"
        for outcome, count in sorted(self._lines.items()):
            yield f'{name}{{outcome="{outcome}"}} {count}'

    def _of_reloads(self) -> Iterator[str]:
        name = "code_engine_reloads_total"
        yield f"# HELP {name} Times the files of the rules had changed."
        yield f"# TYPE {name} counter"
        for outcome, count in sorted(self._reloads.items()):
            yield f'{name}{{outcome="{outcome}"}} {count}'


def _gauges(gauges: Mapping[str, tuple[str, float]]) -> Iterator[str]:
    for name, (meaning, value) in sorted(gauges.items()):
        plain = name.partition("{")[0]
        yield f"# HELP {plain} {meaning}"
        yield f"# TYPE {plain} gauge"
        yield f"{name} {value:g}"
