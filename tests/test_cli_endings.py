"""How the command line starts and ends: help, misspelt commands, streams, colours, pipes, faults."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

import code_engine
from cli_running import AS_OF, LATE, SMALL, assert_plain, done, process, refused, run
from code_engine.cli.application import COMMANDS
from code_engine.cli.endings import ended, shown
from code_engine.cli.output import OutputError, complain, force_utf8, say
from code_engine.cli.settings import Settings
from code_engine.errors import CodeEngineError, Location, Problem
from code_engine.version import VERSION


def test_the_version_is_printed() -> None:
    assert done("--version") == f"code-engine {VERSION}\n"


def test_the_help_names_every_command_and_the_exit_codes() -> None:
    text = done("--help")
    assert_plain(text)
    for name in COMMANDS:
        assert re.search(rf"^  {name} +[A-Z].*\.$", text, re.MULTILINE)
    assert "Exit codes: 0 done; 1 " in text
    assert done("-h") == text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_eighty_columns(name: str) -> None:
    assert_plain(done(name, "--help"))


def test_without_a_command_the_help_is_shown_as_bad_usage() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: code-engine")


def test_a_misspelt_command_gets_a_suggestion() -> None:
    assert refused("evalute", LATE).startswith("error: there is no command `evalute`\n  did you mean `evaluate`?\n")
    assert "commands: evaluate, explain, timeline" in refused("xyz")


def test_a_case_without_a_command_is_told_how_to_evaluate_it() -> None:
    assert "to evaluate a case: `code-engine evaluate case.yaml`" in refused("case.yaml")


def test_a_misspelt_option_gets_a_suggestion_and_a_global_one_its_place() -> None:
    assert "there is no option `--fromat`\n  did you mean `--format`?" in refused("evaluate", LATE, "--fromat", "json")
    assert "it belongs before the command: `code-engine --no-color …`" in refused("evaluate", LATE, "--no-color")
    assert "did you mean `--version`?" in refused("--vers")


def test_missing_and_superfluous_words_are_bad_usage() -> None:
    assert "missing argument 'CASE'" in refused("evaluate")
    assert "unexpected extra argument" in refused("evaluate", LATE, LATE)
    assert "requires an argument" in refused("evaluate", LATE, "--out")


def test_several_mistakes_are_each_told() -> None:
    wrong = SMALL.replace("reference", "refrence").replace("type:", "typ:")
    said = refused("evaluate", "-", given=wrong)
    assert said.count("error: <stdin>:") >= 2


def test_escape_sequences_of_a_file_never_reach_the_terminal() -> None:
    event = '{"type": "complaint_received", "date": "2025-06-02"}'
    wrong = f'{{"reference": "A", "landlord": "\\u001b[31mred", "events": [{event}]}}'
    said = refused("evaluate", "-", *AS_OF, given=wrong)
    assert "\x1b" not in said
    assert "unknown landlord `[31mred`" in said


def test_a_run_that_is_interrupted_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> NoReturn:
        raise KeyboardInterrupt

    assert ended(interrupted) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_fault_of_the_program_is_neither_a_breach_nor_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    def faulty() -> NoReturn:
        raise ZeroDivisionError("by zero")

    assert ended(faulty) == 3
    said = capsys.readouterr().err
    assert said.startswith("error: this is a fault of code-engine, not of your input")
    assert "ZeroDivisionError: by zero" in said


def test_what_a_command_returns_is_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    def mistaken() -> NoReturn:
        raise CodeEngineError(Problem("one", Location("a.yaml", 3, 4), "do this"), Problem("two"))

    assert ended(lambda: None) == 0
    assert ended(lambda: 1) == 1
    assert ended(mistaken) == 2
    assert capsys.readouterr().err == "error: a.yaml:3:4: one\n  do this\nerror: two\n"


def test_hints_of_several_lines_are_indented() -> None:
    assert shown(Problem("first\n  second", None, "third")) == "first\n  second\n  third"


def test_the_module_runs_as_a_process_of_its_own() -> None:
    result = process("evaluate", LATE, *AS_OF)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode() == done("evaluate", LATE, *AS_OF)
    assert b"\x1b" not in result.stdout


def test_output_is_utf_8_whatever_the_locale_says() -> None:
    case = SMALL.replace("T-1", "Żółw-1")
    result = subprocess.run(
        [sys.executable, "-m", "code_engine", "evaluate", "-", *AS_OF],
        input=case.encode(),
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert "Żółw-1" in result.stdout.decode("utf-8")


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--fail-on", "breached"), 1)])
def test_a_reader_who_stops_reading_is_no_error(options: tuple[str, ...], code: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [sys.executable, "-m", "code_engine", "evaluate", LATE, *AS_OF, *options],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (result.returncode, result.stderr) == (code, b"")


def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "code_engine", "evaluate", LATE, *AS_OF],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 2
    assert result.stderr.startswith(b"error: standard output: this cannot be written: no space left on device")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command line writes where standard output is a terminal."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "code_engine", *arguments],
        stdout=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "", **environment},
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how a terminal ends where its other end is closed
            break
        if not part:
            break
        written += part
    os.close(ours)
    assert child.wait() == 0
    return written.decode().replace("\r\n", "\n")


def test_colours_are_for_terminals_and_only_add_to_the_text() -> None:
    coloured = on_a_terminal("evaluate", LATE, *AS_OF)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == done("evaluate", LATE, *AS_OF)


@pytest.mark.parametrize(
    ("options", "environment"),
    [(("--no-color",), {}), ((), {"NO_COLOR": "1"}), ((), {"TERM": "dumb"})],
    ids=["option", "variable", "dumb"],
)
def test_nobody_gets_colours_who_does_not_want_them(options: tuple[str, ...], environment: dict[str, str]) -> None:
    assert "\x1b" not in on_a_terminal(*options, "explain", LATE, "6.3", *AS_OF, **environment)


def test_a_wide_terminal_is_used_within_reason() -> None:
    lines = on_a_terminal("--no-color", "rules", "show", "6.3", COLUMNS="400").splitlines()
    assert 80 < max(len(line) for line in lines) <= 100


def test_a_closed_pipe_is_silence_and_a_full_disk_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as broken:
        monkeypatch.setattr(sys, "stdout", broken)
        say("nobody reads this")
        say("nor this")
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(OutputError, match="no space left on device"):
            say("this does not fit")
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        complain("nobody can be told")


def test_a_stream_without_bytes_is_written_to_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    force_utf8()
    say("für alle\n")
    assert stream.getvalue() == "für alle\n"


def test_the_width_of_a_terminal_is_kept_between_forty_and_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        for columns, width in (("10", 40), ("72", 72), ("400", 100)):
            monkeypatch.setenv("COLUMNS", columns)
            assert Settings().width() == width
        assert Settings().colour()
        assert not Settings(no_colour=True).colour()
        assert not Settings().colour(to_file=True)
        assert Settings().width(to_file=True) == 80
    os.close(ours)


def test_a_name_that_no_file_can_have_is_told() -> None:
    assert "this is not the name of a file" in refused("evaluate", LATE, *AS_OF, "--out", "a\0b")


def test_the_public_names_are_there_and_no_others() -> None:
    assert {"Engine", "Case", "Evaluation", "load_case", "CodeEngineError"} <= set(dir(code_engine))
    assert code_engine.__version__ == VERSION
    assert all(getattr(code_engine, name) is not None for name in code_engine.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Motor'"):
        code_engine.Motor  # noqa: B018
