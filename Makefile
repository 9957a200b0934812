# Two commands do all set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
TOOLS := .venv/.ready-for-development
PARALLEL := -n auto --dist worksteal
PINNED := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header

.PHONY: demo test test-clock check-wheel lint format metrics bench soak screenshots vendor constraints clean

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

# COVERAGE=1 measures as well; less than the floor in pyproject.toml fails.
test: $(TOOLS)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(PARALLEL) $(if $(COVERAGE),--cov --cov-report=term:skip-covered)

test-clock: $(TOOLS)
	sh packaging/system.sh faketime tzdata
	sh packaging/test_clock.sh $(PARALLEL)

check-wheel: $(TOOLS)
	sh packaging/check_wheel.sh $(PYTHON)

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/deptry .
	$(BIN)/vulture

format: $(TOOLS)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

metrics: $(TOOLS)
	$(BIN)/python packaging/metrics.py

# make bench BENCH=dates N=10000 runs one part at one size.
bench: $(TOOLS)
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/bench.py $(BENCH) $(N)

soak: $(TOOLS)
	CLAIMLINE_SOAK=1 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/store/test_model.py --timeout=7200

# The three of the README's head, from the article to the dossier, and the timeline.
screenshots: $(TOOLS)
	mkdir -p build && rm -f build/shots.claims
	$(BIN)/claimline demo --no-window -o build/shots.claims --author "Editor"
	$(BIN)/python packaging/screenshot_article.py build/shots.claims C-001 packaging/screenshots/article.png
	$(BIN)/claimline shot build/shots.claims --page claims --size 1280x800 -o packaging/screenshots/claims.png
	$(BIN)/claimline dossier build/shots.claims --claims C-001 -o build/shots.pdf
	pdftoppm -png -singlefile -r 110 -y 70 -W 909 -H 1000 build/shots.pdf packaging/screenshots/dossier
	$(BIN)/claimline shot build/shots.claims --page timeline --theme dark -o packaging/screenshots/timeline.png

# The script of the web timeline, of the version pinned in packaging/timelinejs.sh; needs npm.
vendor:
	sh packaging/timelinejs.sh

constraints: $(TOOLS)
	$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet uv
	$(PINNED) --upgrade --extra build pyproject.toml -o constraints.txt
	$(PINNED) --upgrade --extra build --extra dev -c constraints.txt pyproject.toml -o constraints-dev.txt

$(READY): constraints.txt pyproject.toml packaging/system.sh packaging/install.sh
	sh packaging/system.sh
	sh packaging/install.sh $(PYTHON) constraints.txt
	touch $(READY)

$(TOOLS): $(READY) constraints-dev.txt
	sh packaging/system.sh poppler-utils
	sh packaging/install.sh $(PYTHON) constraints-dev.txt
	touch $(TOOLS)

clean:
	rm -rf .venv build dist
