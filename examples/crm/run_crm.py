"""Try the CRM: starts the service and the CRM on this machine, with invented cases, until Ctrl-C.

python examples/crm/run_crm.py                        everything in a folder that is removed at the end
python examples/crm/run_crm.py --database crm.sqlite  keeps the cases
CODE_ENGINE_KEY=… python examples/crm/run_crm.py --service http://127.0.0.1:8080     a service that runs already
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import uvicorn

from housing_crm.app import create_crm
from housing_crm.service import Service, ServiceError
from invented import invented_cases
from starting import StartError, a_key, a_service, landlord_of_the_key

ADDRESS = "127.0.0.1"


def main() -> int:
    """Start everything, and stop it again; gives the exit code."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, _as_if_interrupted)
    try:
        with ExitStack() as stack:
            place = stack.enter_context(_listening(asked.port))
            app = create_crm(_service(asked, stack))
            print(f"The CRM is at http://{ADDRESS}:{place.getsockname()[1]} (Ctrl-C stops it).", flush=True)
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, ws="none"))
            server.run([place])
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
    except (StartError, ServiceError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _as_if_interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((ADDRESS, port))
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise StartError(f"cannot listen on port {port}: {reason}; choose another with --port") from None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Try the CRM of the examples.")
    parser.add_argument(
        "--port", type=int, default=8090, help="where the CRM listens; 8090 unless given, 0: a free one"
    )
    parser.add_argument("--database", type=Path, help="a file that keeps the cases; a temporary one unless given")
    parser.add_argument("--service", help="the address of a service that runs already; its key in CODE_ENGINE_KEY")
    parser.add_argument("--empty", action="store_true", help="load no invented cases")
    return parser.parse_args()


def _service(asked: argparse.Namespace, stack: ExitStack) -> Service:
    """The service that is named, or one of our own with a key and cases. Raises StartError, ServiceError."""
    if asked.service:
        return Service(asked.service, os.environ.get("CODE_ENGINE_KEY", ""))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crm-")))
    database = asked.database or folder / "crm.sqlite"
    is_new = not database.exists()
    key = a_key(database, landlord_of_the_key())
    print("Starting the service …", flush=True)
    service = Service(stack.enter_context(a_service(database)), key)
    if is_new and not asked.empty:
        _load(service, folder)
    return service


def _load(service: Service, folder: Path) -> None:
    """Send the invented cases, laid around the day that the service takes for today."""
    landlords = {each["id"] for each in service.get("landlords")["landlords"]}
    today = service.get("worklist", limit="1")["as_of"]
    number = 0
    for landlord, reference, body in invented_cases(folder, today, landlords):
        service.post("cases", reference, "events", body={"landlord": landlord, **body})
        number += 1
    print(f"{number} invented cases are loaded.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
