# The project's commands. Each sets up what it needs by itself; ARGS goes to the program behind it.
#   make run ARGS="--port 0"      make test ARGS="tests/chat -k flood"      make bench ARGS="--rounds 5"

SHELL = /bin/sh
PYTHON_HERE = .venv/bin/python

.PHONY: run test check bench conformance fuzz exe packages clean

run:
	@tools/setup.sh run
	@exec $(PYTHON_HERE) -m wschat_gui $(ARGS)

# In two processes, each with a screen and a browser of its own; tests/conftest.py shares them out.
test:
	@tools/setup.sh test
	@exec $(PYTHON_HERE) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check:
	@tools/setup.sh check
	@$(PYTHON_HERE) -m ruff check .
	@$(PYTHON_HERE) -m ruff format --check .
	@for platform in linux win32 darwin; do \
	  echo "mypy for $$platform" && \
	  $(PYTHON_HERE) -m mypy --platform $$platform --cache-dir .mypy_cache/$$platform || exit 1; \
	done

bench:
	@tools/setup.sh bench
	@exec $(PYTHON_HERE) -m bench $(ARGS)

conformance:
	@tools/setup.sh test
	@exec $(PYTHON_HERE) -m tools.conformance $(ARGS)

fuzz:
	@tools/setup.sh fuzz
	@exec $(PYTHON_HERE) -m tools.fuzz $(or $(ARGS),all)

exe:
	@tools/setup.sh build
	@$(PYTHON_HERE) -m tools.freeze $(ARGS)

packages: exe
	@$(PYTHON_HERE) -m tools.freeze.packages

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	find wschat_gui tests bench tools -name __pycache__ -prune -exec rm -rf {} +
