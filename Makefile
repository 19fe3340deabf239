# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
DEMO := build/demo
CLIENT := vscode-client
NODE_STAMP := $(CLIENT)/node_modules/.installed
VSIX := $(CLIENT)/build/lift.vsix

.PHONY: demo test test-client test-editor extension playground screenshots lint format test-neovim bench bench-holes generate attacks soak clean

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

test: lint test-client  ## Lint, types and the fast tests
	$(BIN)/python -m pytest -q

$(NODE_STAMP): $(CLIENT)/package-lock.json
	cd $(CLIENT) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $(NODE_STAMP)

test-client: $(NODE_STAMP)  ## The extension: types, lint, unit tests, grammar (Node 20 or newer)
	cd $(CLIENT) && npm run --silent check

extension: $(STAMP) $(NODE_STAMP)  ## The package of the extension, with its server in it: vscode-client/build/lift.vsix
	rm -rf $(CLIENT)/bundled
	$(BIN)/python -m hatchling build -t wheel -d $(CLIENT)/bundled
	cd $(CLIENT) && npm run --silent package
	@echo "$(VSIX): $$(wc -c < $(VSIX)) bytes"

test-editor: extension  ## The extension in a real VS Code workbench (code-server, headless Chromium); installs both
	$(CLIENT)/test/editor/run.sh tests

screenshots: extension  ## The pictures of README and docs, light and dark
	$(CLIENT)/test/editor/run.sh screenshots

playground: extension  ## Lift with the examples in a VS Code in the browser, on 127.0.0.1 only
	$(CLIENT)/test/editor/run.sh playground

test-neovim: $(STAMP)  ## A real Neovim from a sentence to a function (needs `nvim` on the path)
	$(BIN)/python -m pytest -q -m editor

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generate: $(STAMP)  ## Files that are generated from code: schema, idiom index, table of editor features, settings of the extension
	$(BIN)/python -m lift_ir.schema
	$(BIN)/python -m lift_server.engines.embedded.build_index
	$(BIN)/python -m lift_server.lsp.feature_table
	$(BIN)/python $(CLIENT)/scripts/generate_settings.py

bench: $(STAMP)  ## Latency, start-up, memory; figures are printed, nothing is asserted
	$(BIN)/python -m benchmarks

bench-holes: $(STAMP)  ## Replays recorded samples: make bench-holes DATA=folder (see benchmarks/holes.py)
	$(BIN)/python -m benchmarks.holes --data "$(DATA)"

attacks: $(STAMP)  ## The hostile programs of the sandbox, as this user and, as root, also without privileges
	$(BIN)/python -m pytest -q -m attacks

soak: $(STAMP)  ## The full counts of everything that is long
	$(BIN)/python -m pytest -q -m "soak or attacks" --timeout=3600

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis $(CLIENT)/build $(CLIENT)/bundled $(CLIENT)/dist $(CLIENT)/node_modules
