# Needs Python 3.11 or later and make; sets up its own environment in .venv from the locked dependencies.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help demo test check bench golden judges lock clean

help:  ## show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(READY): .ci/requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "paperconv needs Python 3.11 or later; name one: make PYTHON=python3.12" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r .ci/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)  ## convert examples/ and show what comes out and what was found
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

test: $(READY)  ## run all tests
	$(BIN)/python -m pytest

check: $(READY)  ## lint, types, import contracts, generated tables
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.tables --check

bench: $(READY)  ## speed and memory, each beside a reference in the same run
	$(BIN)/python -m tests.bench

golden: $(READY)  ## write the golden outputs anew (look at the difference before committing)
	$(BIN)/python -m pytest --golden
	$(BIN)/python -m tests.tables

judges: $(READY)  ## install what tests/clients ask (citeproc-js, rispy, Typst); bibtex, biber and pandoc are the system's
	$(BIN)/python -m pip install --quiet --disable-pip-version-check rispy typst
	npm install --silent --no-fund --no-audit --prefix "$${JUDGES_HOME:-$$HOME/.cache/bib-judges}/npm" citeproc@2.4.63

lock: $(READY)  ## resolve the locked dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev --no-header --no-annotate --no-emit-index-url -o .ci/requirements.txt pyproject.toml

clean:  ## remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
