"""The command line: it parses, calls the engine, and prints. What it needs is imported when it is used."""

from code_engine.cli.application import main

__all__ = ["main"]
