# Everything that CI or a contributor runs is a target here. `make` alone lists them.

PREFIX ?= /usr/local
DATA ?= $(LOWRANK_DATA)
COMMAND := .build/release/lowrank
BENCH_OPTIONS ?=
FINGERPRINTS_OPTIONS ?=
MAN := .build/man

RELEASE := -c release --product lowrank
# On Linux the command carries the Swift libraries with it, so that it runs without a toolchain.
ifeq ($(shell uname -s),Linux)
RELEASE += --static-swift-stdlib
endif

# Tests that end a process on purpose would each wait for a backtrace.
export SWIFT_BACKTRACE = enable=no

.DEFAULT_GOAL := help
.PHONY: help setup build test test-debug demo lint layers fingerprints format bench lab docs man install clean

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup: ## install what is missing (OpenBLAS, zlib); says nothing when nothing is
	@Scripts/setup

build: setup ## build the command in release mode
	swift build $(RELEASE)

# Optimised, because the numerical tests are: unoptimised they take fifty times as long. Checks of
# preconditions and of overflow are on in both.
test: setup ## run the whole test suite
	swift test -c release -Xswiftc -enable-testing --scratch-path .build/testing

test-debug: setup ## run the test suite unoptimised, without those of the command and the laboratory
	swift test --skip CommandTests --skip LabTests

demo: build ## complete the bundled table with gaps into ./demo/
	@mkdir -p demo
	@$(COMMAND) complete Examples/car-parks/car-parks.csv -o demo/filled.csv --intervals 0.9 \
	  --model demo/model.npz --report demo/report.html --report demo/report.json; \
	status=$$?; \
	echo; echo "Written to $(CURDIR)/demo:"; ls -1 demo | sed 's/^/  /'; \
	echo "Open demo/report.html in a browser to see the result."; \
	exit $$status

# swift-format breaks code only; Scripts/columns looks at comments and strings too.
lint: ## check the format of every Swift file
	swift format lint --strict --recursive Package.swift Sources Tests
	@Scripts/columns

format: ## rewrite every Swift file in the project's format
	swift format --in-place --recursive Package.swift Sources Tests

layers: ## check who may import and name whom, between targets and between their folders
	@Scripts/layers-test
	@Scripts/layers

# After a change that is meant to change a result: `Scripts/fingerprints record`, and say why.
fingerprints: build ## compare what is computed with the stored record
	@Scripts/fingerprints compare Tests/Fingerprints/baseline.json --lowrank $(COMMAND) \
	  $(if $(DATA),--data "$(DATA)") $(FINGERPRINTS_OPTIONS)

bench: build ## recovery of known matrices, and of real tables where DATA=DIR names them
	@python3 -c 'import numpy' 2>/dev/null || \
	  { echo "bench: Python 3 with numpy is needed: pip install numpy" >&2; exit 1; }
	python3 Benchmarks/recovery.py --lowrank $(COMMAND)
	@if [ -n "$(DATA)" ]; then \
	  python3 Benchmarks/tables.py --lowrank $(COMMAND) --data "$(DATA)" $(BENCH_OPTIONS); \
	else \
	  echo "bench: real tables left out; name their folder with DATA=DIR (Benchmarks/README.md)"; \
	fi

lab: build ## run every claim of theory at its quick size into ./lab/ (LAB=--full: the papers' sizes)
	$(COMMAND) lab run --all -o lab $(LAB)

docs: man ## write the man pages, and say where the rest of the documentation is
	@echo "$(MAN)/                      the man pages of the command"
	@echo "README.md                       what it does, and a walk-through of the command"
	@echo "$(COMMAND) help      the command's options"
	@echo "Documentation/Architecture.md   the targets, the seams, and where things live"
	@echo "Sources/*/*/                    each abstraction, with its laws, in its own file"
	@echo "CONTRIBUTING.md                 rules, how to add a part"
	@echo "Benchmarks/README.md            what is measured, and how"

# The plugin builds the command once more, with other flags than `build`: hence first.
man: setup
	@mkdir -p $(MAN)
	swift package --allow-writing-to-directory $(MAN) generate-manual --multi-page -o $(MAN)
	@rm -f $(MAN)/lowrank-bench* $(MAN)/*.help.1

install: man ## install the command, its man pages and its completions under PREFIX (/usr/local)
	@$(MAKE) build
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/man/man1" \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 755 $(COMMAND) "$(DESTDIR)$(PREFIX)/bin/lowrank"
	install -m 644 $(MAN)/*.1 "$(DESTDIR)$(PREFIX)/share/man/man1"
	$(COMMAND) --generate-completion-script bash \
	  > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/lowrank"
	$(COMMAND) --generate-completion-script zsh \
	  > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_lowrank"
	$(COMMAND) --generate-completion-script fish \
	  > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/lowrank.fish"

clean: ## remove what was built and what demo and lab wrote
	rm -rf .build demo lab
