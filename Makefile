# Two commands need nothing else: "make run" and "make test" set up what they lack.
# The pinned lists are whole, so pip resolves nothing (--no-deps): an older pip looks for newer
# versions of what others depend on, and stops because these have no hash.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test check lint rehearse docs bench faults requirements clean

setup: $(VENV)/.software

$(VENV)/bin/python:
	./scripts/virtualenv $(PYTHON) $(VENV)

$(VENV)/.software: requirements/run.txt pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tests: requirements/dev.txt $(VENV)/.software
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	./scripts/system-packages
	@touch $@

run: setup
	@if [ -e outputs/state/zuofeng.db ]; then exec $(BIN)/zuofeng up; else exec $(BIN)/zuofeng up --sample; fi

# Tests start some two hundred processes of ours, which begin sooner where modules are compiled.
unexport PYTHONDONTWRITEBYTECODE
COMPILE_MODULES := $(BIN)/python -m compileall -q -j 2 campaign adapters services rehearsal tasks flows cli

# Whole files to each worker, in the order and groups of tests/support/collection.py: long ones
# first. Many wait for servers, so four workers fill two cores.
test: $(VENV)/.tests
	$(COMPILE_MODULES)
	$(BIN)/python -m pytest -n 4 --dist loadgroup --no-loadscope-reorder $(TESTS)

# Within a minute, for each edit: the linters, and the tests of the core and of files that need no
# server and no other program.
CORE := tests/campaign tests/docs tests/cli/render tests/services/definitions \
	tests/adapters/documents tests/adapters/mail tests/adapters/workbooks
check: lint
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not integration" $(CORE)

# Many seeds of every fault, as root for all of them, and docs/reliability.md of what was seen.
N ?= 1000
faults: $(VENV)/.tests
	nice -n 10 $(BIN)/python -m tests.faults --tries $(N) --output docs/build/reliability.json
	$(BIN)/python -m docs.build.reliability_page

rehearse: setup
	$(BIN)/zuofeng rehearse $(ARGS)

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What others would use is compared in an environment of its own: make bench ARGS="--linear --json".
.venv-bench/.ready: requirements/bench.txt
	./scripts/virtualenv $(PYTHON) .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.txt
	@touch $@

bench: .venv-bench/.ready
	.venv-bench/bin/python -m benchmarks $(ARGS)

docs: setup
	$(BIN)/python -m docs.build.problems_page
	$(BIN)/python -m docs.build.tables_page
	$(BIN)/python -m docs.build.obligations_page

# The pinned, hashed lists for every platform and Python of pyproject.toml, without index addresses.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
requirements: $(VENV)/.tests
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) pyproject.toml --extra bench -c requirements/run.txt -o requirements/bench.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
