# One environment, made from the lock file; `make demo` and `make test` are all the set-up there is.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: demo test check lint types imports tests check-slow bench bench-projection bench-letters lock clean

demo: $(STAMP)
	$(BIN)/python -m demo

test: lint types imports tests

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info < (3, 14); sys.exit(0 if ok else "betrokken needs Python 3.11, 3.12 or 3.13; set PYTHON=python3.12, say")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

lint: $(STAMP)
	$(BIN)/ruff check src tests demo benchmarks
	$(BIN)/ruff format --check src tests demo benchmarks

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

tests: $(STAMP)
	$(BIN)/pytest -m "not slow" --numprocesses auto --dist loadfile

check-slow: $(STAMP)
	$(BIN)/pytest -m slow

bench: $(STAMP) .venv-bench/installed
	$(BIN)/python -m benchmarks.rooms $(BENCH)

bench-projection: $(STAMP)
	$(BIN)/python -m benchmarks.projection $(BENCH)

bench-letters: $(STAMP) .venv-bench/installed
	$(BIN)/python -m benchmarks.letters $(BENCH)

.venv-bench/installed: requirements-bench.lock
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --require-hashes --requirement requirements-bench.lock
	touch $@

lock: $(STAMP)
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-bench.in -o requirements-bench.lock

clean:
	rm -rf .venv .venv-bench demo-out
