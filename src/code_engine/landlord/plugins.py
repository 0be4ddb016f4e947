"""Find the installed plugins, and load each one on its own.

A plugin is an entry point of the group `code_engine`. Each gets a plugin manager of its own, so that
whatever is wrong with one (it cannot be imported, raises, misspells a hook, returns nonsense, has bad YAML)
is found and reported without touching the others. Nothing is kept between two calls.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pluggy

from code_engine.errors import CodeEngineError, LandlordError, Problem, quoted
from code_engine.landlord import hooks
from code_engine.landlord.assembly import Candidate, assemble
from code_engine.landlord.landlords import Landlords, LoadedPlugin, SkippedPlugin
from code_engine.landlord.profile import Profile
from code_engine.landlord.reading import read_model


def load_plugins(strict: bool = False) -> Landlords:
    """All landlords of the installed plugins, and the built-in `code-only`.

    A plugin or landlord that cannot be loaded is left out and listed in `skipped`. With `strict`, every file
    of every landlord is read at once, and anything wrong anywhere raises LandlordError with all reasons.
    """
    return load_entry_points(entry_points(group=hooks.PROJECT), strict=strict)


def load_entry_points(found: Iterable[EntryPoint], strict: bool = False) -> Landlords:
    """As `load_plugins`, for the given entry points; their order does not matter."""
    candidates: list[Candidate] = []
    loaded: list[LoadedPlugin] = []
    skipped: list[SkippedPlugin] = []
    for entry_point in sorted(found, key=_order):
        try:
            folders = _registered_folders(entry_point)
        except (Exception, SystemExit) as error:  # a plugin may fail in any way at all, even by sys.exit()
            skipped.append(_skip(entry_point, _reason(error)))
            continue
        loaded.append(_loaded(entry_point))
        for folder in folders:
            try:
                candidates.append(Candidate(_profile(folder), folder, _skip(entry_point, "")))
            except Exception as error:  # one landlord's folder must not take the others down
                skipped.append(_skip(entry_point, _reason(error), landlord=folder.name))
    landlords = assemble(candidates, loaded, skipped)
    if strict and (problems := problems_of(landlords)):
        raise LandlordError(*problems)
    return landlords


def _registered_folders(entry_point: EntryPoint) -> list[Path]:
    plugin = entry_point.load()
    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    manager.register(plugin, name=entry_point.name)
    manager.check_pending()
    if not manager.get_hookcallers(plugin):
        raise LandlordError(f"{quoted(entry_point.value)} has no hook: mark `register_landlords` with `@hookimpl`")
    return [_folder(item) for answer in manager.hook.register_landlords() for item in _items(answer)]


def _items(answer: object) -> Sequence[object]:
    if isinstance(answer, (list, tuple)):
        return answer
    raise LandlordError(
        f"`register_landlords` returned {quoted(type(answer).__name__)} where a list of folders belongs"
    )


def _folder(item: object) -> Path:
    if not isinstance(item, Path):
        raise LandlordError(
            f"`register_landlords` returned {quoted(type(item).__name__)} in its list where a Path belongs"
        )
    if not item.is_absolute():
        raise LandlordError(f"`register_landlords` returned the folder {quoted(item)}, which is not absolute")
    return item


def _profile(folder: Path) -> Profile:
    path = folder / "landlord.yaml"
    if not path.is_file():
        raise LandlordError(Problem(f"there is no file landlord.yaml in {quoted(folder)}"))
    return read_model(path, Profile)[1]


def _order(entry_point: EntryPoint) -> tuple[str, str, str]:
    distribution, _ = _identity(entry_point)
    return entry_point.name, distribution, entry_point.value


def _identity(entry_point: EntryPoint) -> tuple[str, str]:
    distribution = entry_point.dist
    if distribution is None:
        return "unknown", "unknown"
    return distribution.name, distribution.version


def _loaded(entry_point: EntryPoint) -> LoadedPlugin:
    module = sys.modules[entry_point.module]
    path = Path(module.__file__).parent if module.__file__ is not None else Path()
    return LoadedPlugin(entry_point.name, *_identity(entry_point), path, ())


def _skip(entry_point: EntryPoint, reason: str, landlord: str | None = None) -> SkippedPlugin:
    return SkippedPlugin(entry_point.name, *_identity(entry_point), reason, landlord)


def _reason(error: BaseException) -> str:
    """The error in one line: our own as they are, others with their type, which often says the most."""
    if isinstance(error, CodeEngineError):
        return str(error)
    if isinstance(error, pluggy.PluginValidationError):
        return f"it does not fit the hooks: {error}"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def problems_of(landlords: Landlords) -> tuple[Problem, ...]:
    """Everything that is wrong with plugins and landlords, each once; every file of every landlord is read now."""
    problems = [Problem(_skip_message(skipped)) for skipped in landlords.skipped]
    for landlord_id in landlords.ids():
        for problem in landlords.get(landlord_id).problems():
            if problem not in problems:
                problems.append(problem)
    return tuple(problems)


def _skip_message(skipped: SkippedPlugin) -> str:
    who = f"landlord {quoted(skipped.landlord)} of plugin" if skipped.landlord is not None else "plugin"
    return f"{who} {quoted(skipped.name)} ({skipped.distribution} {skipped.version}): {skipped.reason}"
