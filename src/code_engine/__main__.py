"""`python -m code_engine` is the same as `code-engine`."""

from __future__ import annotations

from code_engine.cli import main

if __name__ == "__main__":
    main()
