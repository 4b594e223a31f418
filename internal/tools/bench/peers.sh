#!/bin/sh
# peers.sh: the peers' job, ours beside every peer that can be had here, whole processes in one run; then the line
# quality of what they wrote. It prints Markdown.
#
# PEERS is the folder of the job's generator and measuring scripts; JOBS is where jobs and fonts lie or are made: its
# fonts folder must hold the six faces the peers use. Typst comes from npm, XeLaTeX is used when it is installed.
set -eu

: "${PEERS:=../shared/peers}" "${JOBS:=out/peers}" "${BENCH:=bin/bench}" "${DAYANG:=bin/dayang}" "${ROUNDS:=5}" "${SIZES:=1 16 100}"
if [ ! -f "$PEERS/gen.py" ]; then
	echo "peers.sh: the job's generator is not in $PEERS; say where with PEERS=DIR" >&2
	exit 2
fi
mkdir -p "$JOBS/fonts" "$JOBS/node"
for n in $SIZES; do
	[ -f "$JOBS/job-$n.json" ] && [ -f "$JOBS/photo-001.jpg" ] || python3 "$PEERS/gen.py" --pages "$n" --out "$JOBS" >&2
done
for f in news.typ news.tex; do [ -f "$JOBS/$f" ] || cp "$PEERS/$f" "$JOBS/"; done

typst=
if command -v npm >/dev/null && command -v node >/dev/null; then
	[ -d "$JOBS/node/node_modules/@myriaddreamin/typst-ts-node-compiler" ] || (cd "$JOBS/node" && npm init -y && npm install @myriaddreamin/typst-ts-node-compiler@0.7.0) >&2
	cp "$PEERS/typst_compile.mjs" "$JOBS/node/"
	[ -n "$(ls "$JOBS/fonts")" ] && typst=yes || echo "peers.sh: no fonts in $JOBS/fonts, so no Typst" >&2
fi
if [ -f "$PEERS/limit/main.go" ] && [ ! -x "$JOBS/limit" ]; then
	at=$(cd "$JOBS" && pwd)
	(cd "$PEERS/limit" && GOFLAGS= go build -o "$at/limit" .)
fi
song="$JOBS/fonts/NotoSerifSC_400Regular.ttf"

for n in $SIZES; do
	echo
	echo "### $n pages"
	echo
	set -- "dayang=$DAYANG export $JOBS/job-$n.json -o $JOBS/dayang-$n.pdf --standard proof"
	[ -n "$typst" ] && set -- "Typst=env FONTS=$JOBS/fonts node $JOBS/node/typst_compile.mjs $JOBS/job-$n.typ $JOBS/typst-$n.pdf" "$@"
	command -v xelatex >/dev/null && set -- "$@" "XeLaTeX=env TEXINPUTS=$JOBS: xelatex -interaction=batchmode -output-directory=$JOBS $JOBS/job-$n.tex"
	[ -x "$JOBS/limit" ] && [ -f "$song" ] && set -- "$@" "limit=$JOBS/limit $song $JOBS/job-$n.json $JOBS/limit-$n.pdf"
	"$BENCH" whole -rounds "$ROUNDS" "$@"
done

if command -v mutool >/dev/null && [ -f "$JOBS/job-16.json" ] && [ -f "$JOBS/dayang-16.pdf" ]; then
	set --
	for p in typst limit; do [ -f "$JOBS/$p-16.pdf" ] && set -- "$@" "$p=$JOBS/$p-16.pdf"; done
	echo
	echo "### Line quality, 16 pages"
	echo
	echo '```'
	python3 "$PEERS/quality.py" "$JOBS/job-16.json" "dayang=$JOBS/dayang-16.pdf" "$@"
	echo '```'
fi
