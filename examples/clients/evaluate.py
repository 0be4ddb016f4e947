"""Ask the service of code-engine about a case, with nothing but Python.

    CODE_ENGINE_KEY=… python evaluate.py http://127.0.0.1:8080 case.json 2025-07-15

Prints what has to be done next. Without CODE_ENGINE_KEY no key is sent, as `serve --no-auth` needs none.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ATTEMPTS = 5


def ask(service: str, case: Any, as_of: str) -> Any:
    """The evaluation of a case. Waits and asks again while the service is busy; raises HTTPError otherwise."""
    headers = {"Content-Type": "application/json"}
    key = os.environ.get("CODE_ENGINE_KEY")
    if key:
        headers["Authorization"] = f"Bearer {key}"
    body = json.dumps({"case": case, "as_of": as_of}).encode()
    request = urllib.request.Request(f"{service}/v1/evaluate", body, headers)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503) or attempt == ATTEMPTS:
                raise
            time.sleep(int(error.headers.get("Retry-After", "1")))
    raise AssertionError("the last attempt returns or raises")


def main() -> int:
    """Ask, and print actions, or what is wrong with the case."""
    service, file, as_of = sys.argv[1:]
    try:
        evaluation = ask(service, json.loads(Path(file).read_text(encoding="utf-8")), as_of)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        print(problem["title"], file=sys.stderr)
        for mistake in problem.get("errors", []):
            print(f"  {mistake.get('pointer', '')}: {mistake['detail']}", file=sys.stderr)
        return 1
    for action in evaluation["actions"]:
        print(f"{action['by'] or 'soon'}: {action['text']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
