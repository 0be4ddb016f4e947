# Two commands for a newcomer: `make demo` and `make test`. Everything lives in .venv.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PROJECTS := -e . -e plugins/red_kite -e plugins/twenty11

# durable_rules 2.0.28 calls a function that Python 3.13 no longer has; its setup.py overwrites CFLAGS, so the
# replacement is named here. Harmless on older versions.
export CPPFLAGS := $(CPPFLAGS) -DPyEval_CallObject=PyObject_CallObject

.PHONY: demo crm test lint types tests coverage spark lock audit bench schemas clean

demo: $(VENV)/.installed
	$(BIN)/code-engine evaluate examples/late-stage-1.yaml --landlord twenty11 --as-of 2025-07-15

# The CRM stand-in of the examples with invented cases, at http://127.0.0.1:8090 until Ctrl-C.
crm: $(VENV)/.installed-for-tests
	$(BIN)/python examples/crm/run_crm.py

test: lint types tests

lint: $(VENV)/.installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-for-tests
	$(BIN)/mypy

tests: $(VENV)/.installed-for-tests
	$(BIN)/python -m pytest -n auto

# The same tests, measured: at least 95 % of the branches. Takes half as long again.
coverage: $(VENV)/.installed-for-tests
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n auto --cov --cov-report=term-missing:skip-covered

# Made anew whenever the pinned versions or the projects' own settings change.
$(VENV)/.installed: constraints/runtime.txt pyproject.toml plugins/red_kite/pyproject.toml plugins/twenty11/pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r constraints/runtime.txt
	$(PIP) install --quiet --no-deps --no-build-isolation $(PROJECTS)
	touch $@

$(VENV)/.installed-for-tests: constraints/test.txt $(VENV)/.installed
	$(PIP) install --quiet --require-hashes -r constraints/test.txt
	touch $@

# The rules on Spark, in local mode: 400 MB that no other test needs, so it has a command of its own. Needs Java 17.
spark: $(VENV)/.installed-for-tests
	$(PIP) install --quiet --no-deps --require-hashes -r constraints/spark.txt
	$(BIN)/python -m pytest tests/test_columnar_spark.py

# Pins every version with its hashes, for all supported Pythons, without the addresses of any index. Needs uv.
PIN := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml constraints/installing.in
lock:
	$(PIN) --output-file constraints/runtime.txt
	$(PIN) --extra test --extra word --extra letters --extra service --extra postgresql --extra portfolio --constraints constraints/runtime.txt --output-file constraints/test.txt

# Known vulnerabilities of every pinned version, by PyPI's advisories. A package that could not be looked up counts as
# a failure. pip-audit has an environment of its own, so that it does not scan itself.
AUDIT := $(VENV)-audit
audit:
	test -x $(AUDIT)/bin/python || $(PYTHON) -m venv $(AUDIT)
	test -x $(AUDIT)/bin/pip-audit || $(AUDIT)/bin/pip install --quiet pip-audit
	$(AUDIT)/bin/pip-audit --strict --disable-pip --require-hashes -r constraints/runtime.txt
	$(AUDIT)/bin/pip-audit --strict --disable-pip --require-hashes -r constraints/test.txt

# The numbers of benchmarks/README.md, on this machine.
bench: $(VENV)/.installed
	for name in evaluate parts memory cold_start counting policy; do $(BIN)/python benchmarks/$$name.py || exit 1; done

# The JSON Schemas that editors read, made from the models; a test holds them equal.
schemas: $(VENV)/.installed
	for name in case ruleset landlord policy consequences facts assessment standards letters scenarios evaluation; do \
	    $(BIN)/code-engine schema $$name --out schemas/$$name.json || exit 1; \
	done

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*
