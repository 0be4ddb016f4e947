"""code-engine: complaints against the Housing Ombudsman's Complaint Handling Code, for several landlords.

from datetime import date
from code_engine import Engine, load_case

engine = Engine.from_plugins()
evaluation = engine.evaluate(load_case("case.yaml"), as_of=date(2025, 7, 15))
"""

from code_engine.case.load import load_case
from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.errors import CodeEngineError
from code_engine.evaluation.evaluation import Evaluation
from code_engine.version import VERSION

__version__ = VERSION

__all__ = ["Case", "CodeEngineError", "Engine", "Evaluation", "__version__", "load_case"]
