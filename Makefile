# One environment for everything, made from constraints.txt so that two installs agree.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin
INSTALLED = $(VENV)/.installed
DEVELOP = $(VENV)/.develop
QUIET = -q --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types floors package mutants attack bench derived docs scoreboard examples clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): $(VENV)/bin/python pyproject.toml constraints.txt
	$(RUN)/pip install $(QUIET) -c constraints.txt -e .
	@touch $@

$(DEVELOP): $(VENV)/bin/python pyproject.toml constraints.txt
	$(RUN)/pip install $(QUIET) -c constraints.txt -e '.[dev]'
	@touch $@ $(INSTALLED)

demo: $(INSTALLED) ## answer the main question: where does the calcium go?
	@$(RUN)/calcigraph demo

test: $(DEVELOP) ## run the tests, examples in docstrings and README included
	$(RUN)/python -m pytest -n auto

check: lint types floors test package ## everything that CI checks

lint: $(DEVELOP) ## ruff: style and format
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(DEVELOP) ## mypy --strict on package and tests
	$(RUN)/mypy

floors: $(DEVELOP) ## import-linter: a room imports only from the floors below it
	$(RUN)/lint-imports

package: $(DEVELOP) ## build sdist and wheel, and try the wheel in a bare environment
	$(RUN)/python tests/packaging/check.py

mutants: $(DEVELOP) ## take parts of the graph away and count which questions notice
	$(RUN)/python tests/mutants.py

attack: $(DEVELOP) ## send thousands of hostile queries: none may bring it down, or be late
	$(RUN)/python tests/attack/attack.py

bench: $(DEVELOP) ## speed, as ratios against bare engines measured side by side
	$(RUN)/python bench/run.py

derived: $(INSTALLED) ## write graph/derived/derived.ttl anew after a change of data or rules
	$(RUN)/python -m calcigraph.store.derivation

docs: $(DEVELOP) ## write the generated parts of README and docs anew
	$(RUN)/python docs/generate.py

scoreboard: $(DEVELOP) ## judge what-if answers against published outcomes, into docs/scoreboard.md
	$(RUN)/python tests/mechanism/scoreboard/board.py

examples: $(DEVELOP) ## run the notebooks in examples/ and store what they give
	$(RUN)/python examples/run.py

clean: ## remove the environment and caches
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
