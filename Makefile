# What one does with dayang. Two targets do everything on a fresh Debian machine with Go: run and test.

GO ?= $(shell command -v go || echo /usr/local/go/bin/go)
# One tag set everywhere: it keeps the build cache, and the first cgo build of the window takes minutes.
TAGS := x11,migrated_fynedo,ne
# -trimpath: no path of the building machine in the program, and a checkout elsewhere uses the same build cache.
export GOFLAGS := -buildvcs=false -trimpath -tags=$(TAGS)
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

GOTESTSUM := gotest.tools/gotestsum@v1.13.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
FYNE := fyne.io/tools/cmd/fyne@v1.7.4
BENCHSTAT := golang.org/x/perf/cmd/benchstat@latest

need = @sh internal/tools/need.sh

.PHONY: durability makeup-seeds epaper manuscripts press run test build demo lint race fuzz bench bench-whole bench-window peers golden smoke package ci proof-score quality specimen clean

# run opens the window on the sample edition; without a display it makes the same edition's PDF and picture.
run: build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		[ -f out/sample/edition.dayang ] || bin/dayang demo -o out/sample; \
		exec bin/dayang out/sample/edition.dayang; \
	else \
		echo "There is no display here, so instead of the window: dayang demo -o out/demo"; \
		bin/dayang demo -o out/demo; \
	fi

# test runs every test and ends with the runner's summary.
test:
	$(need) build test
	$(GO) run $(GOTESTSUM) --format pkgname -- -timeout 20m ./...

build:
	$(need) build
	@mkdir -p bin
	$(GO) build -ldflags "-X main.version=$(VERSION)" -o bin/dayang ./cmd/dayang

demo: build
	bin/dayang demo -o out/demo

lint:
	$(need) build
	@out=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$out" ]; then echo "gofmt would change:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

race:
	$(need) build test
	$(GO) test -race -timeout 40m ./...

# fuzz gives every fuzzer FUZZTIME; what one finds is kept in its testdata.
FUZZTIME ?= 20s
fuzz:
	@for pkg in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5x $$pkg || exit 1; \
		done; \
	done

# bench runs the benchmarks ten times and summarises them.
BENCH ?= .
bench:
	@mkdir -p out
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count 10 ./layout/... ./internal/... ./fonts/... ./app/... | tee out/bench.txt
	$(GO) run $(BENCHSTAT) out/bench.txt
	@$(MAKE) bench-whole

# bench-whole times keystrokes, start and whole commands; peers times the peers' job beside the peers that can be had.
# Both write what internal/tools/bench/PERFORMANCE.md holds: out/bench.md, out/peers.md.
bench-whole: build
	@mkdir -p out
	$(GO) build -o bin/bench ./internal/tools/bench
	sh internal/tools/bench/bench.sh | tee out/bench.md

# bench-window times the start of the window and weighs it, and times its pictures while a hand pans, drags and zooms,
# under a virtual display.
bench-window: build
	@mkdir -p out
	$(need) smoke
	sh internal/tools/bench/window.sh | tee out/bench-window.md
	sh internal/tools/bench/frames.sh | tee out/bench-frames.md

peers: build
	$(need) peers
	@mkdir -p out
	sh internal/tools/bench/peers.sh | tee out/peers.md

# golden rewrites the golden files; look at what changed before committing it.
golden:
	UPDATE_GOLDEN=1 $(GO) test ./...

# smoke drives a real window under a virtual display through open, edit, undo and export.
smoke: build
	$(need) smoke
	sh internal/tools/smoke.sh

# press proves by outside tools that the press can take what is exported: the sample, and the development editions
# where they are present, in both PDF/X standards.
press: build
	$(need) press
	sh internal/tools/press.sh

# epaper walks through the sample's digital paper in a headless browser and keeps screenshots in out/epaper.
epaper: build
	$(need) browser
	sh internal/tools/epaper.sh

# manuscripts has LibreOffice write manuscripts for us to read, and read the ones that we write.
manuscripts:
	$(need) build office
	DAYANG_OFFICE=1 $(GO) test -count 1 -run Office ./internal/exporter

# makeup-seeds makes up EDITIONS generated editions, the development editions with every seed and a paper of 24 pages: the
# tests of automatic make-up in full, some minutes.
EDITIONS ?= 40
makeup-seeds:
	DAYANG_EDITIONS=$(EDITIONS) $(GO) test -count 1 -timeout 40m -v -run '^(TestGeneratedEditions|TestGeneratedPapers|TestEverySeedMakesALawfulPage|TestAStoryThatGrowsMovesFewOthers|TestAWholeEdition|TestRoomIsMade|TestRelationsAreKept)$$' ./internal/flow

# durability kills a process that edits KILLS times, damages files DAMAGES times, and times 100 pages with 200 MB of pictures.
KILLS ?= 320
DAMAGES ?= 200
durability:
	$(need) build
	DAYANG_CRASHES=$(KILLS) DAYANG_DAMAGES=$(DAMAGES) DAYANG_BIG=1 $(GO) test -count 1 -timeout 20m -v -run '^(TestCrash|TestDamage|TestBigEdition)$$' ./internal/store

# proof-score runs the proofreading rules over the development set, where it is present, and prints its score.
proof-score:
	$(need) build score
	$(GO) run ./internal/proof/score

# quality sets the sample texts at 11, 13, 20 and 27 characters and writes how their lines came out, where the texts are.
quality:
	QUALITY=$(CURDIR)/layout/para/QUALITY.md $(GO) test -count 1 -run 'TestQuality|TestFlexibility' ./layout/para
	@cat layout/para/QUALITY.md

# specimen shows every rule of setting with its name, through the whole line: out/specimen/specimen.pdf and .png.
specimen:
	@mkdir -p out/specimen
	$(GO) run ./internal/tools/specimen -o out/specimen

package: build
	$(GO) run $(FYNE) package --os linux --release --tags $(TAGS) --src cmd/dayang --icon ../../assets/icon.png

ci: lint test smoke manuscripts durability

clean:
	rm -rf bin out
