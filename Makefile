# Everything a developer does with fieldkit. `make help` lists it.

BIN := .venv/bin
READY := .venv/.ready
step = @printf '\n== %s\n' "$(1)"

.DEFAULT_GOAL := help
.PHONY: help setup run demo test bench conformance soak pictures translations clean

# Tests and pictures draw into memory; nothing needs a screen.
test bench soak pictures: export QT_QPA_PLATFORM := offscreen

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '  make %-13s %s\n' "$$name" "$$text"; done

setup: $(READY) ## Make .venv with everything that running and testing need

$(READY): pyproject.toml .ci/setup
	@.ci/setup
	@touch $@

run: setup ## Open the app
	@$(BIN)/fieldkit

demo: setup ## Run the whole chain on sample data: vaults, bundles, merge, review, PDFs, into demo-out/
	@$(BIN)/fieldkit demo --out demo-out

test: setup ## All checks and tests, as CI runs them
	@.ci/checks
	$(call step,pytest)
	@$(BIN)/python -m pytest -n 2 --dist loadfile

bench: setup ## Measure the budgets side by side; figures go to build/bench.json
	@$(BIN)/python -m tests.bench.run

conformance: setup ## Compare the form engine with ODK's own, which needs Node
	@$(BIN)/python -m tests.conformance.run

soak: setup ## Long fault and fuzz runs; figures go to build/soak.json
	@$(BIN)/python -m tests.soak.run

pictures: setup ## Draw the screens that README.md shows
	@$(BIN)/python -m tests.gui.pictures resources/pictures

translations: setup ## Collect the texts of the sources into the catalogues
	@$(BIN)/python translations/update.py

clean: ## Remove what the other targets made, .venv included
	rm -rf .venv build dist demo-out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find fieldkit tests translations -name __pycache__ -type d -prune -exec rm -rf {} +
