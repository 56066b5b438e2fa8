# What one does with Clausemark. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run test setup fast lint format eval bench golden
PYTHON := .venv/bin/python

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## start the app on this machine, with reviewed sample contracts at the first start
	@$(PYTHON) manage.py start_demo

setup: ## system packages, .venv, translations, static files; what run and test call first
	@./setup.sh

test: setup ## every test, the browser tests too
	@$(PYTHON) -m pytest

fast: setup ## the unit tests only
	@$(PYTHON) -m pytest tests/unit

lint: setup ## style, types, templates, migrations, translations; changes nothing
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) manage.py makemigrations --check --dry-run

format: setup ## the same as far as a machine can mend it
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

eval: setup ## accuracy on the labelled contracts beside this folder
	@$(PYTHON) manage.py measure_accuracy --shared ../shared

bench: setup ## speed, as ratios
	@$(PYTHON) -m tests.bench

golden: setup ## rewrite the expected files of the tests; read the diff
	@$(PYTHON) -m pytest --golden
