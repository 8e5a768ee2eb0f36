# The two front doors are `make run` and `make test`; the rest is for daily work.
.PHONY: run test bin unit format clean-state help

run: ## install, build, prepare a sample city, start everything
	@scripts/run

test: ## install, lint, build, and run every test there is
	@scripts/test

bin: ## print the path of the release binary, building it when needed
	@scripts/build release >&2
	@scripts/build path release

unit: ## the Swift tests alone, on SQLite
	@swift test --scratch-path "$${EGRET_SCRATCH:-.build}"

format: ## write the house style into every Swift file
	@swift format -i -r -p Package.swift Sources Tests

clean-state: ## forget the sample city
	@rm -rf var

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'
