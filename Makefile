# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Everything happens inside this folder: Python packages in .venv, what tools want to keep in .cache, and a tree in
# .collections through which Ansible finds this checkout as teammail.zimbra, wherever it lies.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
RUN_REQUIREMENTS := requirements-demo.txt simulator/requirements.txt meta/ee-requirements.txt
DEV_REQUIREMENTS := requirements-dev.txt $(RUN_REQUIREMENTS)
ENV = $(PY) -m playground.environment

export PYTHONPATH := $(CURDIR)/tests:$(CURDIR)/simulator
# Bytecode is kept, else the collection is compiled anew in each run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-run demo simulator test test-server test-awx check-all bench lint format docs build clean

help: ## show the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

$(VENV)/.made: tests/tools/find_python.sh
	@python=$$(tests/tools/find_python.sh) && \
	{ $(PY) -c 'import pip' 2>/dev/null || { echo "Making $(VENV) with $$python"; "$$python" -m venv --clear $(VENV); }; }
	@touch $@

$(VENV)/.run-stamp: $(VENV)/.made $(RUN_REQUIREMENTS)
	@echo "Installing what the collection and the simulator need"
	@$(PY) -m pip install --quiet --quiet --disable-pip-version-check -r requirements-demo.txt
	@touch $@

$(VENV)/.dev-stamp: $(VENV)/.run-stamp $(DEV_REQUIREMENTS)
	@echo "Installing what the tests need (once; about a minute)"
	@$(PY) -m pip install --quiet --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

setup-run: $(VENV)/.run-stamp
	@$(PY) -m playground.environment --tree

setup: $(VENV)/.dev-stamp ## make .venv with everything for development
	@$(PY) -m playground.environment --tree

demo: setup-run ## watch a support mailbox come into being, work, drift and heal
	@$(ENV) $(PY) -m demo $(ARGS)

simulator: setup-run ## start the simulated server, e.g. make simulator ARGS="--port 8080 --admin-port 7071"
	@exec $(PY) -m zimbra_simulator $(ARGS)

test: setup ## every test that a change must pass
	@$(PY) -m runner test $(ARGS)

test-server: setup ## the tests that any Zimbra server can pass, on the one in the environment (ZIMBRA_URL, ZIMBRA_TEST_DOMAIN, ...)
	@$(PY) -m given $(ARGS)

test-awx: setup ## the set-up of AWX, against the AWX of CONTROLLER_HOST and CONTROLLER_OAUTH_TOKEN
	@$(PY) -m awx $(ARGS)

check-all: setup ## the same, all that takes long, and ansible-test with every supported ansible-core
	@$(PY) -m runner check-all $(ARGS)

bench: setup ## what runs of the role cost, e.g. make bench ARGS="--mailboxes 200 --latency 20"
	@$(ENV) $(PY) tests/benchmark/role.py $(ARGS)

lint: setup ## the static checks alone
	@$(PY) -m runner lint $(ARGS)

format: setup ## let ruff put the Python code into shape
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .

docs: setup ## build the HTML documentation in .cache/docs/build/html
	@$(VENV)/bin/nox -s docs

build: setup ## build the collection's archive in dist/
	@$(ENV) $(VENV)/bin/ansible-galaxy collection build --force --output-path dist

clean: ## remove everything that make made
	rm -rf .venv .cache .collections .ansible collections dist simulator/build simulator/*.egg-info tests/output .pytest_cache .mypy_cache .hypothesis
	find plugins simulator tests -name __pycache__ -type d -prune -exec rm -rf {} +
