# The one entrance. Every target sets up what it needs on a fresh Debian 12; nothing asks a question.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
RUN := .venv/bin

.PHONY: help setup demo test check fmt e2e bench lock clean

help:            ## what can be asked
	@grep -E '^[a-z0-9]+: .*##' $(MAKEFILE_LIST) | sed 's/: *##/ —/; s/:.*##/ —/'

setup:           ## install everything this project needs
	@scripts/setup

demo: setup      ## a county, one lecture on air, addresses and accounts printed
	@$(RUN)/xiangyue demo

test: setup      ## every check and every test
	@scripts/test

check: setup     ## lint, types and contracts only
	@scripts/check

fmt: setup       ## format the code
	@$(RUN)/ruff check --fix-only . ; $(RUN)/ruff format .

e2e: setup       ## the browser journeys only
	@$(RUN)/pytest -m e2e

bench: setup     ## every speed claim, as tables
	@scripts/bench

lock: setup      ## renew the lockfiles after editing pyproject.toml or package.json
	@scripts/lock

clean:           ## forget everything that setup and demo made
	@rm -rf .venv .cache node_modules var staticfiles src/xiangyue/web/static/vendor
