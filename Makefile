# What one does with Clausemark. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run test setup setup-tests fast lint format eval bench conformance golden guide lock
PYTHON := .venv/bin/python

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## start the app on this machine; the first time with a demo team and reviewed sample contracts
	@exec $(PYTHON) -m config.serve --demo

test: setup-tests ## every test, browser tests included
	@$(PYTHON) -m pytest

setup: ## only the set-up that run and test call: system packages, .venv, translations, static files
	@bin/setup

setup-tests:
	@bin/setup tests

fast: setup-tests ## the unit tests only
	@$(PYTHON) -m pytest tests/unit

lint: setup-tests ## style, types, migrations, translations; changes nothing
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) manage.py makemigrations --check --dry-run
	@$(PYTHON) bin/check-translations

format: setup-tests ## the same, as far as a program can mend it
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

eval: setup-tests ## accuracy on the labelled contracts in ../shared, where that folder exists; kept in docs/accuracy.md
	@$(PYTHON) manage.py measure_accuracy --shared ../shared --cuad --write

bench: setup-tests ## speed, as ratios
	@$(PYTHON) -m tests.bench $(if $(wildcard ../shared/corpus/cuad/pdf),--pdfs ../shared/corpus/cuad/pdf)

conformance: setup-tests ## the model reader against llama.cpp’s server with a model of noise; compiles it first
	@bin/conformance
	@$(PYTHON) -m tests.conformance

golden: setup-tests ## rewrite the expected files of the tests; read the diff like code
	@$(PYTHON) -m pytest --golden

guide: setup-tests ## take the pictures of the guide anew; look at them
	@$(PYTHON) -m pytest tests/e2e/test_guide.py --guide

COMPILE := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

lock: ## choose the newest versions that pyproject.toml and package.json allow (needs uv, npm)
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@$(COMPILE) --group node -o requirements-node.lock
	@$(COMPILE) --group conformance -o requirements-conformance.lock
	@npm install --package-lock-only
