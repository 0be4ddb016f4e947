"""An engine whose rules are replaced while the program runs: by the files as they are now, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from code_engine.embedding.watched import digest_of, folders_of
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError, LandlordError, Problem
from code_engine.forking import renew_in_children
from code_engine.landlord.plugins import load_plugins, problems_of
from code_engine.ruleset.catalogue import shipped_rulesets

_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class _InUse:
    """An engine with everything built, the digest of its files, and what was wrong with some of them."""

    engine: Engine
    digest: str
    folders: tuple[Path, ...]
    problems: tuple[Problem, ...]


class LiveEngine:
    """Holds the engine in use, and replaces it when the files of rulesets and landlords have changed.

    Everything an engine may ever need is read before it is used: what happens to the files later changes nothing in
    its answers. Whoever asks takes `engine` once for each piece of work and keeps it to the end. The code of plugins
    is not loaded again, only their files. May be used from several threads.
    """

    def __init__(self, rulesets: Iterable[Path] | None = None, *, strict: bool = False) -> None:
        """Read everything: the rulesets below these folders, the shipped ones if left out, and all landlords.

        A landlord with mistakes is left out or answers with an error, as in `Engine.from_folders`; with `strict` it is
        an error here. Raises as `Engine.from_folders`.
        """
        self._rulesets = (shipped_rulesets(),) if rulesets is None else tuple(rulesets)
        self._strict = strict
        self._refused: tuple[Problem, ...] = ()
        self._refused_digest = ""
        self._in_use = self._read(None)
        self._renew()
        renew_in_children(self, LiveEngine._renew)

    @property
    def engine(self) -> Engine:
        """The engine in use."""
        return self._in_use.engine

    @property
    def digest(self) -> str:
        """The hash of all files of the engine in use."""
        return self._in_use.digest

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the files as they were last read were not taken; nothing where those in use are the last."""
        return self._refused

    def reload(self) -> bool:
        """Read all files again, and use them from now on; False where they are those in use.

        Raises CodeEngineError where they have a mistake that those in use have not; these then stay in use.
        """
        with self._reloading:
            before = self._in_use
            if digest_of(before.folders) == before.digest:
                self._refused, self._refused_digest = (), ""
                return False
            try:
                self._in_use = self._read(before)
            except CodeEngineError as error:
                self._refused = error.problems
                raise
            self._refused, self._refused_digest = (), ""
            return True

    def reload_if_changed(self) -> bool:
        """The same for whoever looks from time to time: mistakes are not raised, but stand in `problems`.

        Files that were refused are read again only when they have changed once more.
        """
        found = digest_of(self._in_use.folders)
        if found == self._refused_digest:
            return False
        try:
            return self.reload()
        except CodeEngineError:
            self._refused_digest = found
            return False

    def _read(self, before: _InUse | None) -> _InUse:
        """An engine of the files as they are, all of one moment."""
        folders = folders_of(load_plugins(), self._rulesets) if before is None else before.folders
        for _ in range(_ATTEMPTS):
            expected = digest_of(folders)
            engine = Engine.from_folders(self._rulesets, strict=self._strict)
            problems = _everything_read(engine)
            folders = folders_of(engine.landlords, self._rulesets)
            digest = digest_of(folders)
            if digest == expected:
                break
        else:
            hint = "try again when whoever changes them has finished"
            raise LandlordError(Problem("the files were changed while they were read", None, hint))
        new = [problem for problem in problems if before is not None and problem not in before.problems]
        if new:
            raise LandlordError(*new)
        return _InUse(engine, digest, folders, problems)

    def _renew(self) -> None:
        self._reloading = threading.Lock()


def _everything_read(engine: Engine) -> tuple[Problem, ...]:
    """Read and build whatever is otherwise read when first asked for; gives what is wrong with it."""
    problems = list(problems_of(engine.landlords))
    for name in engine.landlords.ids():
        try:
            engine.build(name)
            for ruleset in engine.catalogue_of(engine.landlords.get(name)):
                _ = ruleset.further
        except CodeEngineError as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
    return tuple(problems)
