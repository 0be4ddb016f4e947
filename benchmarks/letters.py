"""Letters: one as a page, as text, as Word and as PDF; and five hundred in a run, with the memory of one.

In time of the processor, which other programs on the machine do not lengthen.
"""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from time import process_time

from code_engine import Engine
from code_engine.letters.samples import samples
from code_engine.letters.writer import LetterWriter
from measuring import milliseconds, percentile, print_table, quick_asked, stay_on_one_core, timings

MANY = 500


def resident_kilobytes() -> int:
    """Memory of this process that is in use; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def main() -> None:
    """Measure and print."""
    quick = quick_asked(__doc__ or "")
    stay_on_one_core()
    writer = LetterWriter(Engine.from_plugins())
    sample = next(each for each in samples() if each.kind == "stage_1_response")
    case, given = sample.case_for("twenty11"), dict(sample.given)
    rounds = 3 if quick else 100

    from code_engine.letters.situation import Options
    from code_engine.letters.urgency import Order

    options, order = Options(sample.as_of), Order(sample.kind, None, given)
    rows = []
    for form in ("html", "text", "docx", "pdf"):
        times = timings(lambda form=form: writer.write(case, options, order).as_bytes(form), rounds, 2, process_time)  # type: ignore[misc]
        rows.append((form, milliseconds(percentile(times, 0.5)), milliseconds(times[-1])))
    print_table((f"Stage 1 response, {date.isoformat(sample.as_of)}", "Median", "Longest"), rows)
    print_table(("Letters in one run", "Resident before", "after", "Growth"), [many(writer, 5 if quick else MANY)])


def many(writer: LetterWriter, number: int) -> tuple[str, ...]:
    """Make letters one after another as PDF, and say what that did to memory after the first fifty."""
    every = samples()
    before = 0
    for index in range(number):
        every[index % len(every)].write(writer, ("red_kite", "twenty11")[index % 2]).as_bytes("pdf")
        if index == min(50, number - 1):
            gc.collect()
            before = resident_kilobytes()
    gc.collect()
    after = resident_kilobytes()
    return (
        f"{number} as PDF",
        f"{before / 1024:.1f} MB",
        f"{after / 1024:.1f} MB",
        f"{(after - before) / 1024:+.1f} MB",
    )


if __name__ == "__main__":
    main()
