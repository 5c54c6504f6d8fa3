# Everything a newcomer or CI runs. `make run` and `make test` need Python 3.11+ and Node with npm, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Many tests wait for processes, so more of them than cores run at once; each worker more reads all tests anew (10 s).
WORKERS ?= 4
# Tests start many processes of the program: compiled once, they begin sooner, whatever the surroundings say of it.
export PYTHONDONTWRITEBYTECODE =
PAGE := services/sandbox/page
CLIENTS := tests/clients
PLAYGROUND := tests/playground

.PHONY: help run test test-slow test-agents test-clients playground test-playground bench chaos fuzz lint format wheel docs messages weights sbom clean

help:
	@echo "make run     install what is needed and start sandbox, bot and chat page"
	@echo "make test    run the tests, about five minutes on two cores"
	@echo "make test-slow  run the rest: long scenarios, more kills, more outages, more processes"
	@echo "make test-clients  run Microsoft's own clients for JavaScript against the sandbox"
	@echo "make test-agents  run channel and scenarios once more on the Microsoft 365 Agents SDK"
	@echo "make playground  talk to the bot in Microsoft's Agents Playground, which this installs; test-playground tries it"
	@echo "make bench   measure speed, calls, memory and answers; ARGS=--full for 10,000 and 100,000 lines"
	@echo "make chaos   kill -9 under faults, odd answers and a clock that is set: what is lost, doubled or stuck"
	@echo "make docs    write the pages and tables that are made from the code"
	@echo "make weights  learn from the sentences of the tests how unread ones are judged; installs scikit-learn"
	@echo "make fuzz    bend what comes from outside at random; ARGS=minutes, an hour unless told"
	@echo "make lint    check style and types"
	@echo "make format  format the code"
	@echo "make wheel   build the wheel into dist; the same commit gives the same bytes"
	@echo "make sbom    write the bill of materials of what is pinned to dist/sbom.cdx.json (CycloneDX)"

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(PAGE)/node_modules/ready: $(PAGE)/package.json $(PAGE)/package-lock.json
	npm ci --prefix $(PAGE) --no-audit --no-fund --loglevel=error
	@touch $@

run: $(VENV)/ready $(PAGE)/node_modules/ready
	$(BIN)/switchboard up $(ARGS)

test: $(VENV)/ready $(PAGE)/node_modules/ready
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not slow and not long" $(ARGS)

test-slow: $(VENV)/ready $(PAGE)/node_modules/ready
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "(slow or long) and not fuzz" $(ARGS)

$(CLIENTS)/node_modules/ready: $(CLIENTS)/package.json $(CLIENTS)/package-lock.json
	npm ci --prefix $(CLIENTS) --no-audit --no-fund --loglevel=error
	@touch $@

test-agents: $(VENV)/ready $(PAGE)/node_modules/ready
	SWITCHBOARD_TEAMS_SDK=agents $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not slow" tests/bot/teams tests/scenarios $(ARGS)

test-clients: $(VENV)/ready $(CLIENTS)/node_modules/ready
	SWITCHBOARD_TESTS_REQUIRE="$(SWITCHBOARD_TESTS_REQUIRE) clients" $(BIN)/pytest $(CLIENTS) $(ARGS)

$(PLAYGROUND)/node_modules/ready: $(PLAYGROUND)/package.json $(PLAYGROUND)/package-lock.json
	npm ci --prefix $(PLAYGROUND) --no-audit --no-fund --loglevel=error
	@touch $@

playground: $(VENV)/ready $(PAGE)/node_modules/ready $(PLAYGROUND)/node_modules/ready
	$(BIN)/python -m tests.playground $(ARGS)

test-playground: $(VENV)/ready $(PLAYGROUND)/node_modules/ready
	SWITCHBOARD_TESTS_REQUIRE="$(SWITCHBOARD_TESTS_REQUIRE) playground" $(BIN)/pytest $(PLAYGROUND) $(ARGS)

bench: $(VENV)/ready
	$(BIN)/python -m bench $(ARGS)

chaos: $(VENV)/ready
	$(BIN)/python -m bench.chaos $(ARGS)

fuzz: $(VENV)/ready
	$(BIN)/python -m tests.fuzz $(ARGS)

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(VENV)/ready
	umask 022; SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/pip wheel --quiet --no-deps --no-cache-dir --wheel-dir dist .

docs: $(VENV)/ready
	$(BIN)/python -m tests.docs

messages: $(VENV)/ready
	PYTHONPATH=. $(BIN)/python tools/messages.py

weights: $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[weights]'
	PYTHONPATH=. $(BIN)/python tools/weights.py

sbom: $(VENV)/ready
	mkdir -p dist
	$(BIN)/python tools/sbom.py > dist/sbom.cdx.json

clean:
	rm -rf $(VENV) $(PAGE)/node_modules $(CLIENTS)/node_modules $(PLAYGROUND)/node_modules var build dist *.egg-info
