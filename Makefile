# Two commands do all set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test lint format bench soak screenshots vendor constraints clean

demo: $(READY)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" != Linux ]; then \
		$(BIN)/claimline demo; \
	else \
		echo "There is no display, so no window opens. The demo's timeline picture and dossier are written instead:"; \
		mkdir -p build && rm -f build/demo.claims && \
		$(BIN)/claimline demo --no-window -o build/demo.claims && \
		$(BIN)/claimline export build/demo.claims -o build/demo-timeline.svg && \
		$(BIN)/claimline shot build/demo.claims --page timeline -o build/demo-timeline.png && \
		$(BIN)/claimline dossier build/demo.claims -o build/demo-dossier.html && \
		$(BIN)/claimline dossier build/demo.claims -o build/demo-dossier.pdf; \
	fi

test: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# make bench BENCH=dates N=10000 runs one part at one size.
bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/bench.py $(BENCH) $(N)

soak: $(READY)
	CLAIMLINE_SOAK=1 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/store/test_model.py --timeout=7200

screenshots: $(READY)
	mkdir -p build packaging/screenshots && rm -f build/shots.claims
	$(BIN)/claimline demo --no-window -o build/shots.claims --author "Editor"
	$(BIN)/claimline shot build/shots.claims --page claims -o packaging/screenshots/claims.png
	$(BIN)/claimline shot build/shots.claims --page timeline --theme dark -o packaging/screenshots/timeline.png

# The script of the web timeline, of the version pinned in packaging/timelinejs.sh; needs npm.
vendor:
	sh packaging/timelinejs.sh

constraints: $(READY)
	$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --extra dev --upgrade \
		pyproject.toml -o constraints.txt

$(READY): constraints.txt pyproject.toml packaging/system.sh
	sh packaging/system.sh
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf .venv build
