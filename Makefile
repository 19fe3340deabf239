# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
DEMO := build/demo

.PHONY: demo test lint format test-neovim bench bench-holes generate attacks soak clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev --editable .
	@touch $(STAMP)

demo: $(STAMP)  ## From one bare sentence to a checked function in a Python file
	rm -rf $(DEMO) && mkdir -p $(DEMO) && cp examples/factorial.lift $(DEMO)/
	$(BIN)/lift build $(DEMO)
	$(BIN)/lift check $(DEMO)
	@echo && cat $(DEMO)/factorial.py

test: lint  ## Lint, types and the fast tests
	$(BIN)/python -m pytest -q

test-neovim: $(STAMP)  ## A real Neovim from a sentence to a function (needs `nvim` on the path)
	$(BIN)/python -m pytest -q -m editor

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generate: $(STAMP)  ## Files that are generated from code: schema, idiom index, table of editor features
	$(BIN)/python -m lift_ir.schema
	$(BIN)/python -m lift_server.engines.embedded.build_index
	$(BIN)/python -m lift_server.lsp.feature_table

bench: $(STAMP)  ## Latency, start-up, memory; figures are printed, nothing is asserted
	$(BIN)/python -m benchmarks

bench-holes: $(STAMP)  ## Replays recorded samples: make bench-holes DATA=folder (see benchmarks/holes.py)
	$(BIN)/python -m benchmarks.holes --data "$(DATA)"

attacks: $(STAMP)  ## The hostile programs of the sandbox, as this user and, as root, also without privileges
	$(BIN)/python -m pytest -q -m attacks

soak: $(STAMP)  ## The full counts of everything that is long
	$(BIN)/python -m pytest -q -m "soak or attacks" --timeout=3600

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
