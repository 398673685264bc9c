# One command starts everything: make demo. See docs/running.md.
.DEFAULT_GOAL := help
.PHONY: help demo stop reset test check screenshots messages lock bench trial dev
# Shown by make itself otherwise when a recipe calls make again.
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv/bin/python

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

# The machine's own servers need no wheels of servers, which are not there for every machine.
PACKAGES = $(if $(filter url system,$(WIZ_SERVERS)),base,trial)

demo: ## start WIZ with example data on http://127.0.0.1:8000/ (another port: make demo PORT=8123)
	@$(PYTHON) requirements/install.py --check $(PACKAGES)
	@$(PYTHON) -m wiz.servers.demo --check
	@$(PYTHON) requirements/install.py $(PACKAGES)
	@exec $(VENV) -m wiz.servers.demo

stop: ## stop the demo of this checkout, from another terminal
	@$(PYTHON) requirements/install.py --python
	@$(PYTHON) -m wiz.servers.stop

reset: ## stop the demo and delete its data
	@$(PYTHON) requirements/install.py --python
	@$(PYTHON) -m wiz.servers.stop --reset

test: dev ## unit and integration tests, and journeys in Chromium
	@$(VENV) -m tests.run

check: dev ## style, types, licences, migrations, architecture, translations
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy .
	$(VENV) -m reuse lint --lines
	$(VENV) manage.py makemigrations --check --dry-run
	$(VENV) -m pytest tests/test_architecture.py
	$(VENV) tests/messages.py

screenshots: dev ## take the pictures of the README again (needs Chromium)
	@$(VENV) -m tests.pictures

messages: dev ## collect the translatable sentences and compile them (needs gettext)
	$(VENV) manage.py makemessages --locale nl --no-obsolete --add-location file --ignore 'var/*' --ignore '.venv/*'
	$(VENV) manage.py compilemessages --locale nl --ignore .venv

LOCK = $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate pyproject.toml
lock: dev ## make requirements/*.txt again from pyproject.toml; UPGRADE=1 takes the newest versions
	$(VENV) -m pip install --quiet uv
	$(LOCK) $(if $(UPGRADE),--upgrade) --output-file requirements/base.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --extra trial --output-file requirements/trial.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --extra trial --extra dev --output-file requirements/dev.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --extra trial --extra dev --extra bench --output-file requirements/bench.txt

bench: ## measure what is fast against its limit: SIZE=small (minutes) or medium (half an hour); KEEP=1 keeps the data
	@$(PYTHON) requirements/install.py bench
	@exec $(VENV) -m bench --size $(or $(SIZE),small) $(if $(KEEP),--keep)

dev:
	@$(PYTHON) requirements/install.py dev
