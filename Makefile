# Each target calls one script of tools/; `make` alone lists them.
.POSIX:
.PHONY: help setup build single docs serve test fuzz bench shots fmt clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 16

setup: ## install what is missing for everything below
	@tools/setup.sh

build: ## build the page into dist/
	@tools/setup.sh build
	@tools/build.sh

single: ## build the page as one HTML file, headroom.html
	@tools/single.sh

docs: ## build the manual, the planner live in its pages, into target/book/
	@tools/docs.sh

serve: ## build the page and serve it at http://127.0.0.1:8080/ (PORT=... for another port)
	@tools/serve.sh

test: ## run every check and test
	@tools/test.sh

fuzz: ## give texts from outside to what reads them, ten minutes a target (on nightly; FUZZ_SECONDS=... for another time)
	@tools/fuzz.sh

bench: ## run the benchmarks, natively and in the browser
	@tools/setup.sh
	@tools/bench.sh

shots: ## photograph the page at three widths, light and dark, into tests/e2e/shots/
	@tools/shots.sh

fmt: ## format the Rust code
	@cargo fmt

clean: ## remove what was built and installed inside this folder
	rm -rf target dist headroom.html .tools tools/node_modules tests/e2e/shots
