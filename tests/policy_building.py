"""Policies for tests: read from text, made from data, or made at random from the models themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from code_engine.documents import parse_document
from code_engine.landlord.policy import Policy, merge
from code_engine.landlord.policy_version import DRAFT, draft_in
from code_engine.policy.known_settings import KNOWN_SETTINGS
from code_engine.policy.statements import LISTS, SECTIONS
from code_engine.ruleset.catalogue import shipped_rulesets
from code_engine.ruleset.loader import load_ruleset
from code_engine.ruleset.rules import Ruleset

PROMISES = {
    "6.3": [
        {
            "id": "promise-answered",
            "title": "Answered within our own time",
            "applies": "complaint.received",
            "deadline": {
                "clock": "complaint.received_on",
                "within": "policy.stage_1.respond",
                "done": "stage_1.responded_on",
            },
        }
    ],
    "6.13": [
        {
            "id": "promise-in-writing",
            "title": "Answers are in writing",
            "applies": "stage_1.responded",
            "require": "all(response.written for response in responses)",
        }
    ],
}
"""Two promises, one of which reads a setting."""

HEADER = """\
id: housing-ombudsman-code
title: An invented Code
version: "1"
in_force: {from: 2024-04-01}
source: Invented
checked_on: 2026-11-22
section: {number: 6, title: Stages}
parameters:
  stage_1.respond:
    {value: 10, unit: working_days, direction: tighten_down, provision: "6.1", meaning: Time to answer}
  complaint.time_limit:
    {value: 12, unit: months, direction: tighten_up, provision: "6.1", meaning: Age of a matter}
provisions:
"""


def draft(text: str, name: str = "draft.yaml") -> Policy:
    """The policy written in a text."""
    return merge(DRAFT, [draft_in(parse_document(dedent(text), name))])


def made(data: Mapping[str, Any]) -> Policy:
    """The policy made of plain data."""
    return draft(json.dumps(data), "draft.json")


@cache
def shipped_code() -> Ruleset:
    """The Code of 2024 that the repository ships."""
    return load_ruleset(shipped_rulesets() / "housing-ombudsman-code" / "2024-04-01")


def invented_code(folder: Path, **provisions: str) -> Ruleset:
    """A ruleset whose provisions 6.1, 6.2 and so on have the rules given as YAML, `kinds` and all."""
    text = HEADER
    for number, (title, rules) in enumerate(provisions.items(), start=1):
        text += f'  "6.{number}":\n    {{title: {title}, gist: Invented, kinds: [policy], source: Invented,'
        text += " answered_by: Somebody, rules: ["
        text += ", ".join(" ".join(rule.split()) for rule in rules.split("---")) + "]}\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    return load_ruleset(folder)


def rule(identity: str, require: str, breach: str = "conflict", **more: str) -> str:
    """A rule about policies as YAML."""
    parts = [f"id: {identity}", "subject: policy", f"title: Title of {identity}", f"breach_is: {breach}"]
    parts.append(f'require: "{require}"')
    parts += [f"{key}: {value}" for key, value in more.items()]
    return "{" + ", ".join(parts) + "}"


# At random


WORDS = ("email", "Head of Feedback", "", "after ten days", "Oak Homes")


def _values(annotation: Any) -> st.SearchStrategy[Any]:
    """Values a field of the models takes, by its annotation."""
    if get_origin(annotation) is Annotated:
        return _values(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if get_origin(annotation) is tuple:
        return st.lists(_values(get_args(annotation)[0]), max_size=3)
    if annotation is bool:
        return st.booleans()
    if annotation is str:
        return st.sampled_from(WORDS)
    if annotation is int:
        return st.integers(0, 40)
    options = [option for option in get_args(annotation) if option is not NoneType]
    return st.one_of(*(_values(option) for option in options))


def _entries(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: _values(info.annotation) for name, info in model.model_fields.items()}
    return st.fixed_dictionaries({}, optional=fields)


def _settings(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    def setting(name: str) -> st.SearchStrategy[dict[str, Any]]:
        units = st.sampled_from(KNOWN_SETTINGS[name].units)
        return st.fixed_dictionaries({"value": st.integers(0, 120), "unit": units})

    return st.fixed_dictionaries({}, optional={name: setting(name) for name in names})


def _stating(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """What one clause states, with settings of these names."""
    parts: dict[str, st.SearchStrategy[Any]] = {name: _entries(model) for name, model in SECTIONS.items()}
    parts |= {name: st.lists(_entries(model), max_size=2) for name, model in LISTS.items()}
    parts["settings"] = _settings(names)
    return st.fixed_dictionaries({}, optional=parts)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy a person could write: a setting stands in one place only, a statement in as many as you like."""
    names = sorted(KNOWN_SETTINGS)
    data = draw(_stating(names[:5]))
    data["clauses"] = {
        "1": {"text": "First", **draw(_stating(names[5:]))},
        "2": {"text": "Second", **draw(_stating([]))},
    }
    every = {**data.get("settings", {}), **data["clauses"]["1"].get("settings", {})}
    if "stage_1.respond" in every and draw(st.booleans()):
        data["rules"] = PROMISES
    data["closure_days"] = draw(st.lists(st.sampled_from(("2025-06-03", "2025-06-20", "2025-12-24")), max_size=2))
    return made(data)


# A group of two invented landlords


OAK_POLICY = """\
policy:
  title: Complaints Policy
  version: "2024-04-01"
  in_force: {from: 2024-04-01}
  source: Invented
clauses:
  "2.1":
    text: Complaints are acknowledged in three working days and answered in ten.
    settings:
      stage_1.acknowledge: {value: 3, unit: working_days}
      stage_1.respond: {value: 10, unit: working_days}
  "2.2":
    text: Two stages, and nothing before them.
    stages: [{name: First look}, {name: Review}]
    routes_before_stage_1: []
  "3.1":
    text: The landlord's team answers everybody, by letter or by e-mail.
    access: {channels: [letter, e-mail], any_way: true}
    handling: {complaints_officer: The Oak Homes complaints team}
  "4.1":
    text: A claim filed at court ends a complaint.
    exclusions: [{ground: legal_proceedings, claim_filed: true, authority: the manager}]
rules:
  "6.3":
    - id: promise-answered
      title: Answered within ten working days of receipt
      applies: complaint.received
      deadline:
        clock: complaint.received_on
        within: policy.stage_1.respond
        done: stage_1.responded_on
closure_days: [2025-06-05]
departures:
  "6.3": {reason: We are short of staff, complies_from: 2026-01-01}
"""

ELM_POLICY = """\
policy:
  title: Complaints Policy of Elm
  version: "2025-01-01"
  in_force: {from: 2025-01-01}
  source: Invented
clauses:
  "7":
    text: We answer within eight working days.
    settings:
      stage_1.respond: {value: 8, unit: working_days}
    access: {any_way: false}
"""

ELM_OLD_POLICY = """\
policy:
  title: Old Policy of Elm
  version: until-2024
  in_force: {to: 2024-12-31}
  source: Invented
settings:
  stage_1.respond: {value: 28, unit: calendar_days}
"""


def landlord_files(identity: str, name: str, parent: str | None = None, **policies: str) -> dict[str, str]:
    """The files of an invented landlord; each policy by its version, with `_` for what a name cannot hold."""
    lines = [f"id: {identity}", f"name: {name}", *([f"parent: {parent}"] if parent else [])]
    files = {"landlord.yaml": "\n".join([*lines, 'branding: {primary: "#123456"}', ""])}
    return files | {f"policies/{version.strip('v').replace('_', '-')}.yaml": text for version, text in policies.items()}


OAK = landlord_files("oak", "Oak Homes", v2024_04_01=OAK_POLICY)
ELM = landlord_files("elm", "Elm Homes", "oak", v2025_01_01=ELM_POLICY, until_2024=ELM_OLD_POLICY)
"""The files of a group and of its subsidiary, which answers sooner since 2025."""
