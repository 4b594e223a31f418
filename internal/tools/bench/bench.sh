#!/bin/sh
# bench.sh: the measurements of PERFORMANCE.md that need nothing but this project: keystrokes, start and memory.
# It prints Markdown; BENCH is the built measuring command, DAYANG the program.
set -eu

: "${BENCH:=bin/bench}" "${DAYANG:=bin/dayang}" "${ROUNDS:=5}"
dir=out/bench
mkdir -p "$dir"

echo "## Keystrokes"
echo
echo '`bench keys`: into the middle of the middle story, change to display list, and to the painted 512-pixel tile.'
echo
"$BENCH" keys

[ -f "$dir/sample.dayang" ] || { "$DAYANG" demo -o "$dir/demo" >"$dir/demo.log" && cp "$dir/demo/edition.dayang" "$dir/sample.dayang"; }
[ -f "$dir/100.dayang" ] || "$BENCH" edition -pages 100 -o "$dir/100.dayang"
[ -f "$dir/pictures.dayang" ] || "$BENCH" edition -pages 100 -pictures 200 -o "$dir/pictures.dayang"

echo
echo "## Start and memory"
echo
echo '`bench whole`, whole processes: `dayang version`; `dayang render` of the first page at 96 dpi of the sample, of 100 pages, and of 100 pages with 200 MB of pictures; `dayang export --standard proof` of the last.'
echo
"$BENCH" whole -rounds "$ROUNDS" \
	"start=$DAYANG version" \
	"sample, first page=$DAYANG render $dir/sample.dayang -o $dir/p.png --dpi 96" \
	"100 pages, first page=$DAYANG render $dir/100.dayang -o $dir/p.png --dpi 96" \
	"100 pages and 200 MB, first page=$DAYANG render $dir/pictures.dayang -o $dir/p.png --dpi 96" \
	"100 pages and 200 MB, to PDF=$DAYANG export $dir/pictures.dayang -o $dir/p.pdf --standard proof"
