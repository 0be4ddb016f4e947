"""How long the command `code-engine evaluate` takes from a cold start, beside Python doing nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from measuring import AS_OF, EXAMPLE, milliseconds, percentile, print_table, quick_asked, timings

EVALUATE = ("-m", "code_engine", "evaluate", str(EXAMPLE), "--landlord", "twenty11", "--as-of", AS_OF.isoformat())
NOTHING = ("-c", "pass")


def run(arguments: Sequence[str]) -> None:
    """Run Python once; a command that fails would be quick for the wrong reason."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or done.stderr:
        raise RuntimeError(f"the command ended with {done.returncode}: {done.stderr}")


def main() -> None:
    """Measure and print."""
    rounds = 2 if quick_asked(__doc__ or "") else 20
    # The first run of each fills the file cache and writes compiled modules.
    ours, nothing = (timings(lambda one=one: run(one), rounds, warm_up=1) for one in (EVALUATE, NOTHING))  # type: ignore[misc]
    middle, least = percentile(ours, 0.5), percentile(nothing, 0.5)
    print_table(
        ("Command", f"Median of {rounds}", "Longest", "Beside Python alone"),
        [
            ("code-engine evaluate", milliseconds(middle), milliseconds(ours[-1]), f"{middle / least:.1f} times"),
            ("python -c pass", milliseconds(least), milliseconds(nothing[-1]), "1"),
        ],
    )


if __name__ == "__main__":
    main()
