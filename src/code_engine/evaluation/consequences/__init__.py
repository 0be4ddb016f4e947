"""What follows from findings: actions, letters, notices and escalations, by forward chaining."""

from code_engine.evaluation.consequences.chainer import Chainer, OwnChainer
from code_engine.evaluation.consequences.choose import (
    build_chainer,
    durable_available,
    durable_unavailable_because,
)
from code_engine.evaluation.consequences.rules import ConsequenceRules, ConsequenceSource
from code_engine.ruleset.consequence_models import Consequence, ConsequenceFile

__all__ = [
    "Chainer",
    "Consequence",
    "ConsequenceFile",
    "ConsequenceRules",
    "ConsequenceSource",
    "OwnChainer",
    "build_chainer",
    "durable_available",
    "durable_unavailable_because",
]
