# Two commands matter: `make report` and `make test`. Each sets everything up when it is missing or stale.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

# Tests run in this many processes, whole files at a time (JOBS=0: in one, to debug).
JOBS ?= 2

# Idle threads must not spin: two processes on the same cores would slow each other down tenfold.
export OMP_WAIT_POLICY := passive
READY  := $(VENV)/.ready

.PHONY: report test prepare execute typecheck lab bench clean

report: $(READY)
	$(BIN)/latentbook report first_look
	@echo "open runs/first_look/latest.html; 'source $(BIN)/activate' puts latentbook on your path"

# `make test SLOW=1` adds the slow ones: fifty random kills, fifty runs in one process.
test: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(if $(SLOW),,-m "not slow")

prepare: $(READY)
	@$(BIN)/python -c "import latentbook.dev" 2>/dev/null || { echo "latentbook.dev does not import: plain nbdev_export first"; $(BIN)/nbdev_export; }
	$(BIN)/python -m latentbook.dev
	$(BIN)/python -m pytest tests/house/test_notebooks.py

execute: $(READY)
	$(BIN)/python -m latentbook.dev --execute

# Shapes and types checked at run time; tests that start kernels or browsers are left out, they run elsewhere and would only be slower.
typecheck: $(READY)
	PYTHONPATH=tests/house $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --jaxtyping-packages=latentbook,typechecker.check -m "not errors and not slow" tests --ignore=tests/house \
	    $(foreach part,run runs cli kernels sweeping cluster live gallery,--ignore=tests/test_report_$(part).py)

lab: $(READY)
	$(BIN)/jupyter lab nbs

bench: $(READY)
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) runs

# The environment is stale when the dependencies in settings.ini or setup.py changed.
$(READY): settings.ini setup.py
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "latentbook needs Python >= 3.11, this is " + sys.version.split()[0] + "; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --editable '.[dev]' --config-settings editable_mode=compat
	@touch $(READY)
