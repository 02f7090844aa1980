# Every target sets up what it needs: the environment in .venv, from requirements.lock.
# Wanted on the machine: Python 3.11 or later with venv, make, git. No Node: it comes with the lock.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PORT ?= 8000
BENCH := _build/bench
RELEASE := _build/release
FRONT_PAGE := _build/html/book/index.html

# A process for each core, and the tests of a module in one process: they share what they build.
SIDE_BY_SIDE := -n logical --dist loadscope --no-loadscope-reorder

# npm writes into its lock where its packages ask for money: addresses, which a lock of ours has not.
WITHOUT_ADDRESSES := import json, pathlib; path = pathlib.Path("package-lock.json"); \
  lock = json.loads(path.read_text()); [p.pop("funding", 0) for p in lock["packages"].values()]; \
  path.write_text(json.dumps(lock, indent=2) + "\n")

.PHONY: help book pdf zip test test-all test-lowest bench serve lint links release lock clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-18s%s\n", $$1, $$2 }'

book: $(READY) ## build the pages; stops at whatever is wrong in them
	@$(BIN)/jupyter-book build . -W -n --keep-going > /dev/null # its banners; the rest is on stderr
	@echo
	@echo "The book: file://$(CURDIR)/$(FRONT_PAGE)"
	@echo "Or run 'make serve' and open http://localhost:$(PORT)/"

pdf: book ## print the book as one PDF; needs Chromium
	@PYTHONPATH=book/_ext $(BIN)/python book/_print/make_pdf.py

zip: book ## pack the site into one file that works without a network
	@PYTHONPATH=book/_ext $(BIN)/python book/_print/make_zip.py

test: $(READY) ## run every test
	@$(BIN)/pytest $(SIDE_BY_SIDE)

# The tests of the build are left out: the book is built by one Python, the package is used by all.
test-all: $(READY) ## run the package's tests on every other Python from 3.11 to 3.14 found here
	@set -e; tried=" $$($(BIN)/python -c 'import platform; print(platform.python_version())')"; \
	for folder in $$(echo "$$PATH" | tr : ' ') /usr/bin "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/*/bin; do \
	  for python in "$$folder"/python3.11 "$$folder"/python3.12 "$$folder"/python3.13 "$$folder"/python3.14; do \
	    version=$$("$$python" -c 'import platform; print(platform.python_version())' 2>/dev/null) || continue; \
	    case "$$tried " in *" $$version "*) continue ;; esac; \
	    tried="$$tried $$version"; \
	    echo "Python $$version, $$python"; \
	    venv=_build/python-$$version; \
	    $(BIN)/uv venv --quiet --clear --python "$$python" $$venv; \
	    $(BIN)/uv pip install --quiet --python $$venv --require-hashes -r requirements.lock; \
	    $(BIN)/uv pip install --quiet --python $$venv --no-deps --no-build-isolation -e .; \
	    $$venv/bin/pytest -q $(SIDE_BY_SIDE) -p no:cacheprovider --ignore=tests/book; \
	  done; \
	done; \
	echo "Tried:$$tried (the first by make test)"

test-lowest: $(READY) ## run the package's tests on the lowest versions that pyproject.toml allows
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python _build/lowest
	@$(BIN)/uv pip install --quiet --python _build/lowest --resolution lowest-direct -e ".[test]"
	@_build/lowest/bin/pytest -q $(SIDE_BY_SIDE) -p no:cacheprovider --ignore=tests/book

# In an environment of its own: the peers are many and large, and no page needs them.
bench: $(BENCH)/.ready ## time mlebook beside its peers (20 minutes), and store the results
	@$(BENCH)/bin/python -m benchmarks

serve: ## show the built book on this machine
	@test -f $(FRONT_PAGE) || { echo "There is no book yet: run 'make book' first." >&2; exit 1; }
	@echo "http://localhost:$(PORT)/ (Ctrl-C ends it)"
	@$(PYTHON) -m http.server --bind localhost --directory _build/html $(PORT)

lint: $(READY) ## check style, types and spelling, and that no notebook is tracked
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/codespell
	@notebooks=$$(git ls-files '*.ipynb'); \
	  test -z "$$notebooks" || { echo "Pages are text; take out: $$notebooks" >&2; exit 1; }
	@echo "lint: nothing to say"

links: $(READY) ## ask every address outside of the book whether it is still there
	@$(BIN)/jupyter-book build . --builder linkcheck --path-output _build/links -q > /dev/null

release: $(READY) ## with TAG=v1.2.3: put all that a release carries into _build/release
	@rm -rf $(RELEASE)
	@mkdir -p $(RELEASE)
	@$(BIN)/python .ci/release.py "$(TAG)" $(RELEASE)/notes.md
	@rm -rf _build/html # and whatever former builds left there; what their cells gave stays
	@$(MAKE) book pdf zip
	@$(BIN)/hatchling build -d $(RELEASE)
	@cp _build/mlebook-$(TAG:v%=%).pdf _build/mlebook-site-$(TAG:v%=%).zip $(RELEASE)

lock: $(READY) ## take the newest versions that pyproject.toml and package.json allow
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra book --extra test --extra dev \
	  --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra bench \
	  --generate-hashes --no-emit-index-url --no-header pyproject.toml -o benchmarks/requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra book --extra binder \
	  --generate-hashes --no-emit-index-url --no-header -c requirements.lock pyproject.toml -o .binder/requirements.txt
	@rm -rf package-lock.json node_modules # else npm would copy from there, without the hashes
	@$(BIN)/npm install --package-lock-only --silent
	@$(BIN)/python -c '$(WITHOUT_ADDRESSES)'

clean: ## remove all that was built or set up
	@rm -rf .venv _build node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BENCH)/.ready: $(READY) benchmarks/requirements.lock
	@echo "Setting up $(BENCH) ..."
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(BENCH)
	@$(BIN)/uv pip install --quiet --python $(BENCH) --compile-bytecode --require-hashes \
	  -r benchmarks/requirements.lock
	@touch $@

# Made from nothing each time, so that a set-up which broke off leaves nothing behind; the stamp
# comes last. uv itself is installed with the hash that the lock gives it.
$(READY): requirements.lock pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "'$(PYTHON)' is not on this machine. Install Python 3.11 or later, for example: apt install python3 python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$("$(PYTHON)" --version) is too old. Install Python 3.11 or later and say: make PYTHON=python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' has no venv. Install it, for example: apt install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv ..."
	@"$(PYTHON)" -m venv --clear .venv
	@awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements.lock > .venv/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@
