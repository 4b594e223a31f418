#!/bin/sh
# peers.sh: the peers' job, ours beside every peer that is installed here, whole processes in one run of the peers' own
# bench.py; then the line quality of what they wrote, by quality.py. It prints Markdown.
#
# PEERS is the folder of the job's generator and measuring scripts; JOBS is where jobs, fonts and results are made.
# Typst and the fonts come from npm; XeLaTeX, Scribus, LibreOffice and Chromium are Debian's. SIZES are pages, ROUNDS
# counts rounds after one that warms up, SLOW the most pages that peers of a minute and more are given.
set -eu

: "${PEERS:=../shared/peers}" "${JOBS:=out/peers}" "${DAYANG:=bin/dayang}" "${ROUNDS:=3}" "${SIZES:=1 16 100}" "${SLOW:=16}"
# The text is a real front page's, where it is at hand: the peers' own figures were taken with it.
: "${SEED:=$(ls "$PEERS"/../sample/*.md 2>/dev/null | grep -v README | head -1)}"
if [ ! -f "$PEERS/gen.py" ]; then
	echo "peers.sh: the job's generator is not in $PEERS; say where with PEERS=DIR" >&2
	exit 2
fi
python=python3
for p in /usr/bin/python3 python3; do # the one that Debian's packages are for, if there are two
	if "$p" -c 'import PIL' 2>/dev/null; then python=$p && break; fi
done
mkdir -p "$JOBS/fonts" "$JOBS/node"
JOBS=$(cd "$JOBS" && pwd)
PEERS=$(cd "$PEERS" && pwd)
[ -z "$SEED" ] || SEED=$(cd "$(dirname "$SEED")" && pwd)/$(basename "$SEED")
DAYANG=$(cd "$(dirname "$DAYANG")" && pwd)/$(basename "$DAYANG")

# What npm has: Typst, and the six faces that every peer sets the job in.
(
	cd "$JOBS/node"
	[ -f package.json ] || npm init -y
	for p in @myriaddreamin/typst-ts-node-compiler@0.7.0 @expo-google-fonts/noto-serif-sc @expo-google-fonts/noto-sans-sc; do
		[ -d "node_modules/${p%@[0-9]*}" ] || npm install --no-package-lock "$p"
	done
) >&2
for f in Serif:400Regular Serif:700Bold Serif:900Black Sans:400Regular Sans:700Bold Sans:900Black; do
	name=Noto${f%:*}SC_${f#*:}.ttf
	[ -f "$JOBS/fonts/$name" ] || find "$JOBS/node/node_modules/@expo-google-fonts" -name "$name" -exec cp {} "$JOBS/fonts/" \;
	[ -f "$JOBS/fonts/$name" ] || { echo "peers.sh: npm's font packages do not hold $name" >&2; exit 2; }
done
cat >"$JOBS/fonts.conf" <<CONF
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$JOBS/fonts</dir><cachedir>$JOBS/fontcache</cachedir></fontconfig>
CONF
export FONTCONFIG_FILE="$JOBS/fonts.conf"

for n in $SIZES; do
	{ [ -f "$JOBS/job-$n.fodt" ] && [ -f "$JOBS/photo-001.jpg" ]; } || "$python" "$PEERS/gen.py" ${SEED:+--seed "$SEED"} --pages "$n" --out "$JOBS" >&2
done
for f in news.typ news.tex news.css; do cp "$PEERS/$f" "$JOBS/"; done
cp "$PEERS/typst_compile.mjs" "$JOBS/node/"
if command -v go >/dev/null && [ ! -x "$JOBS/limitbin" ]; then
	(cd "$PEERS/limit" && GOFLAGS= go build -o "$JOBS/limitbin" .) >&2
fi
have() { command -v "$1" >/dev/null; }

echo "$(date -u +%F), $(. /etc/os-release && echo "$PRETTY_NAME"), $(nproc) processors, $(node -e 'process.stdout.write(require(process.argv[1]).version)' "$JOBS/node/node_modules/@myriaddreamin/typst-ts-node-compiler/package.json") of Typst's Node package$(have xelatex && xelatex --version | sed -n '1s/^/, /p' | tr -d '\n')$(have scribus && dpkg-query -W -f ', Scribus ${Version}' scribus)$(have soffice && dpkg-query -W -f ', LibreOffice ${Version}' libreoffice-writer)$(have chromium && dpkg-query -W -f ', Chromium ${Version}' chromium); $ROUNDS rounds, median (least-most)."
cd "$JOBS"
for n in $SIZES; do
	set -- "dayang=$DAYANG export job-$n.json -o dayang-$n.pdf --standard proof" \
		"typst=env FONTS=fonts node node/typst_compile.mjs job-$n.typ typst-$n.pdf"
	[ -x limitbin ] && set -- "$@" "limit=./limitbin fonts/NotoSerifSC_400Regular.ttf job-$n.json limit-$n.pdf"
	have xelatex && set -- "$@" "xelatex=xelatex -interaction=batchmode job-$n.tex"
	have chromium && set -- "$@" "*chromium=chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --no-pdf-header-footer --allow-file-access-from-files --user-data-dir=$JOBS/chromium --print-to-pdf=chromium-$n.pdf job-$n.html"
	if [ "$n" -le "$SLOW" ]; then
		have soffice && set -- "$@" "*libreoffice=soffice -env:UserInstallation=file://$JOBS/soffice --headless --convert-to pdf --outdir office job-$n.fodt"
		have scribus && have xvfb-run && set -- "$@" "*scribus=env HOME=$JOBS/scribus xvfb-run -a scribus -g -ns -py $PEERS/scribus_news.py job-$n.json scribus-$n.pdf 14"
	fi
	mkdir -p scribus
	printf '\n### %s pages\n\n```\n' "$n"
	"$python" "$PEERS/bench.py" --rounds "$ROUNDS" --out "times-$n.json" "$@" | sed -n '/^peer /,$p'
	echo '```'
done

if have mutool && [ -f job-16.json ] && [ -f dayang-16.pdf ]; then
	set --
	for p in dayang typst xelatex:job chromium libreoffice:office/job scribus limit; do
		file=${p#*:}-16.pdf
		[ -f "$file" ] && set -- "$@" "${p%:*}=$file"
	done
	printf '\n### Line quality, 16 pages\n\n```\n'
	"$python" "$PEERS/quality.py" job-16.json "$@"
	echo '```'
fi
