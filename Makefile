# The two commands a newcomer needs are `make run` and `make test`; the rest is for who works on Encore.
# The first call makes .venv from the hash-locked files in requirements/; later calls start at once.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PACKAGES := bot cogs db tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help run demo test check lint format lean bench kills picture lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: $(VENV)/.run ## start Encore: on Discord with a DISCORD_TOKEN in .env, else the offline demo
	@$(BIN)/python -m bot

demo: $(VENV)/.run ## the offline demo, with or without a token
	@$(BIN)/python -m bot demo

test: $(VENV)/.dev ## the tests
	@$(BIN)/python -m pytest --numprocesses auto --dist loadgroup

check: lint test ## all that must hold before work lands: lint and test

lint: $(VENV)/.dev lean ## a start without extras, format, lint, types, import contracts
	@$(BIN)/ruff format --check $(PACKAGES)
	@$(BIN)/ruff check $(PACKAGES)
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports

format: $(VENV)/.dev ## put the code in shape
	@$(BIN)/ruff check --fix-only $(PACKAGES)
	@$(BIN)/ruff format $(PACKAGES)

lean: $(VENV)-lean/.online ## start the online bot in an environment without the extras
	@$(VENV)-lean/bin/python -m tests.lean

bench: $(VENV)/.dev ## measure
	@$(BIN)/python -m benchmarks

kills: $(VENV)/.dev ## kill the bot at 200 moments of parties, and look for what was lost or came twice
	@$(BIN)/python -m benchmarks.kills

picture: $(VENV)/.dev ## draw the README's pictures anew, from the demo (needs Chromium)
	@$(BIN)/python -m tests.picture

lock: $(VENV)/.dev ## resolve the lock files anew from pyproject.toml
	@for set in dev online demo; do \
		extra=$$([ $$set = online ] || echo "--extra $$set"); \
		also=$$([ $$set = dev ] || echo "-c requirements/dev.txt"); \
		$(BIN)/uv pip compile pyproject.toml $$extra $$also --quiet --upgrade --universal \
			--python-version 3.11 --generate-hashes --no-header --no-annotate \
			--no-emit-index-url --no-emit-find-links --output-file requirements/$$set.txt || exit 1; \
	done

clean: ## remove the environments and caches; state (.env, *.db) stays
	rm -rf $(VENV) $(VENV)-lean .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Encore needs Python 3.11 or newer; none was found on this machine." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }

$(VENV)/.run: requirements/demo.txt | $(VENV)/bin/python
	@echo "Installing what Encore needs into $(VENV): once, about half a minute ..."
	@$(PIP) install --require-hashes --requirement $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV): once, about a minute ..."
	@$(PIP) install --require-hashes --requirement $<
	@touch $@ $(VENV)/.run

$(VENV)-lean/.online: requirements/online.txt | $(VENV)/bin/python
	@$(BIN)/python -m venv --clear $(VENV)-lean
	@$(VENV)-lean/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement $<
	@touch $@
