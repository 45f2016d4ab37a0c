# One environment for everything, made from constraints.txt so that two installs agree.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin
INSTALLED = $(VENV)/.installed
DEVELOP = $(VENV)/.develop
BENCHED = $(VENV)/.bench
QUIET = -q --disable-pip-version-check --no-input
# Some machines forbid bytecode; the tests start hundreds of processes, and each would compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo serve docsite assets places test machines check lint types floors package release mutants attack sensitivity bench growth derived docs asking checking scoreboard examples clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): $(VENV)/bin/python pyproject.toml constraints.txt
	$(RUN)/pip install $(QUIET) -c constraints.txt -e '.[server]'
	@touch $@

$(DEVELOP): $(VENV)/bin/python pyproject.toml constraints.txt
	$(RUN)/pip install $(QUIET) -c constraints.txt -e '.[dev]'
	@touch $@ $(INSTALLED)

demo: $(INSTALLED) ## answer the main question: where does the calcium go?
	@$(RUN)/calcigraph demo

serve: $(INSTALLED) ## the graph over HTTP on this machine: pages, JSON API, SPARQL; ARGS='--port 9000'
	@$(RUN)/calcigraph serve $(ARGS)

assets: ## put YASGUI beside the pages of this checkout (needs npm; never committed, see docs/pages.md)
	@npm ci --silent --ignore-scripts --no-audit --no-fund --prefix assets
	@$(PYTHON) assets/gather.py

# A worker that is done takes from another, so that what a module sets up is mostly set up once.
test: $(DEVELOP) ## run the tests, examples in docstrings and README included
	$(RUN)/python -m pytest -n auto --dist worksteal -m "not browser and not jvm"

# One browser, and one Java at a time: the groups named in the tests.
machines: $(DEVELOP) ## run the tests that need a browser or Java; they skip, and say so, where there is none
	$(RUN)/python -m pytest -n 2 --dist loadgroup -m "browser or jvm"

check: lint types floors test machines package ## everything that CI checks

lint: $(DEVELOP) ## ruff: style and format
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(DEVELOP) ## mypy --strict on package and tests
	$(RUN)/mypy

floors: $(DEVELOP) ## import-linter: a room imports only from the floors below it
	$(RUN)/lint-imports

package: $(DEVELOP) ## build sdist and wheel, and try the wheel in a bare environment
	$(RUN)/python tests/packaging/check.py

places: $(DEVELOP) ## look for places of the boxes on the map at which few lines cross; half an hour
	$(RUN)/python -m tests.pictures.placing

docsite: $(DEVELOP) ## build the documentation into dist/site, links checked
	$(RUN)/python docs/site/build.py

release: $(DEVELOP) ## everything of a release into dist/release, nothing sent; ARGS='--date DAY --host ADDRESS'
	$(RUN)/python tests/packaging/release.py $(or $(FOLDER),dist/release) $(ARGS)

mutants: $(DEVELOP) ## take parts of the graph away and count which questions notice
	$(RUN)/python tests/mutants.py

attack: $(DEVELOP) ## attack everything at length, an hour and more: nothing may give way; ARGS='kills --kills 10' for a part
	$(RUN)/python tests/attack/attack.py $(ARGS)

sensitivity: $(DEVELOP) ## move each weight, limit and list of words, and write what changes beside it
	$(RUN)/python tests/sensitivity/names.py
	$(RUN)/python tests/sensitivity/mechanism.py
	$(RUN)/python tests/sensitivity/reading.py
	$(RUN)/python tests/sensitivity/asked.py
	$(RUN)/python tests/sensitivity/checked.py

$(BENCHED): $(DEVELOP)
	$(RUN)/pip install $(QUIET) -c constraints.txt -e '.[bench]'
	@touch $@

bench: $(BENCHED) ## speed beside named peers, as ratios measured side by side
	$(RUN)/python bench/run.py

growth: $(BENCHED) ## what ten times the data cost, question by question; ARGS=--large for a hundred times
	$(RUN)/python bench/growth.py $(ARGS)

derived: $(INSTALLED) ## write graph/derived anew after a change of data, rules or shapes: what follows, and that it conforms
	$(RUN)/python -m calcigraph.store.derivation
	$(RUN)/python -m calcigraph.curation.validation

docs: $(DEVELOP) ## write the generated parts of README and docs anew
	$(RUN)/python docs/generate.py

asking: $(DEVELOP) ## grade the answers to questions in plain words, into docs/asking.md
	$(RUN)/python tests/asking/grade.py

checking: $(DEVELOP) ## score the checker of texts, into docs/checking.md; PAGES=folder scores the public pages too
	$(RUN)/python -m tests.checking.grade $(PAGES)

scoreboard: $(DEVELOP) ## judge what-if answers against published outcomes, into docs/scoreboard.md
	$(RUN)/python tests/mechanism/scoreboard/board.py

examples: $(DEVELOP) ## run the notebooks in examples/ and store what they give
	$(RUN)/python examples/run.py

clean: ## remove the environment and caches
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
