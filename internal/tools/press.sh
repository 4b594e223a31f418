#!/bin/sh
# press.sh proves by outside tools that the press can take what dayang exports: the sample edition, and a real front page
# and the development editions where they are present, in PDF/X-4 and PDF/X-1a:2003. Every file is read by qpdf, Ghostscript
# (which stops at the first error), poppler and the program's own preflight; its text is the page's, character for
# character; a second export gives the same bytes; and poppler's picture of the page is the preview. Files stay in
# out/press.
set -eu

bin=bin/dayang
out=out/press
shared=${SHARED:-../shared}
rm -rf "$out"
mkdir -p "$out"
bad=0
fail() {
	echo "press: $*" >&2
	bad=1
}

# saying TEXTFILE: what it says, without blanks, which readers put in as they see fit
saying() { perl -CSD -0777 -pe 's/[\s\x{3000}\x{200B}\f]+//g' "$1"; }

# listed EDITION: what the display list says, in its order. Strings are quoted as Go quotes them.
listed() {
	"$bin" dump "$1" | perl -CSD -ne '
		next unless /^ *glyphs  [^"]*"((?:[^"\\]|\\.)*)"/;
		my $s = $1;
		$s =~ s/\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\x([0-9a-f]{2})|\\(.)/defined $1 ? chr hex $1 : defined $2 ? chr hex $2 : defined $3 ? chr hex $3 : $4 eq "n" || $4 eq "t" || $4 eq "r" ? " " : $4/ge;
		print "$s\n";'
}

# check NAME EDITION
check() {
	name=$1
	edition=$2
	listed "$edition" >"$out/$name.list"
	saying "$out/$name.list" >"$out/$name.want"
	for std in x4 x1a; do
		f="$out/$name-$std.pdf"
		marks=
		[ "$std" = x1a ] && marks=--marks
		"$bin" export "$edition" --unsigned make-press -o "$f" --standard "$std" >"$out/$name-$std.findings" || { fail "$name $std: not exported"; continue; }
		"$bin" export "$edition" --unsigned make-press -o "$out/again.pdf" --standard "$std" >/dev/null
		cmp -s "$f" "$out/again.pdf" || fail "$name $std: two exports differ"
		"$bin" preflight "$f" --fail-on error >"$out/$name-$std.preflight" || fail "$name $std: preflight: $(grep error "$out/$name-$std.preflight")"
		qpdf --check "$f" >"$out/$name-$std.qpdf" 2>&1 || fail "$name $std: qpdf: $(tail -1 "$out/$name-$std.qpdf")"
		gs -q -dNOPAUSE -dBATCH -dSAFER -dPDFSTOPONERROR -dPDFSTOPONWARNING -sDEVICE=nullpage "$f" >"$out/$name-$std.gs" 2>&1 || fail "$name $std: Ghostscript: $(tail -1 "$out/$name-$std.gs")"
		[ -s "$out/$name-$std.gs" ] && fail "$name $std: Ghostscript says: $(head -1 "$out/$name-$std.gs")"
		pdffonts "$f" | awk 'NR > 2 && !/Identity-H +yes yes yes/ { print; n++ } END { exit n > 0 }' >"$out/$name-$std.fonts" || fail "$name $std: fonts: $(cat "$out/$name-$std.fonts")"
		case $std in x4) want=PDF/X-4 ;; x1a) want=PDF/X-1a:2003 ;; esac
		pdfinfo "$f" >"$out/$name-$std.info"
		grep -q "$want" "$out/$name-$std.info" || fail "$name $std: pdfinfo does not call it $want"
		pdftotext -raw "$f" "$out/$name-$std.txt"
		saying "$out/$name-$std.txt" >"$out/$name-$std.got"
		cmp -s "$out/$name-$std.got" "$out/$name.want" || fail "$name $std: the text is not the page's (compare $out/$name-$std.got and $out/$name.want)"
		if [ -n "$marks" ]; then
			"$bin" export "$edition" --unsigned make-press -o "$out/$name-marks.pdf" --standard "$std" --marks >/dev/null && qpdf --check "$out/$name-marks.pdf" >/dev/null 2>&1 &&
				"$bin" preflight "$out/$name-marks.pdf" --fail-on error >/dev/null || fail "$name $std: with marks"
		fi
	done
	# The preview: the proof file, which keeps colours as the screen has them, cut to the trim. Squares of four pixels
	# are compared: type is smoothed by each in its own way.
	page=$("$bin" dump "$edition" | sed -n '1s/^page \([0-9]*\).*/\1/p')
	"$bin" export "$edition" --unsigned make-press -o "$out/$name-proof.pdf" --standard proof --page "$page" >/dev/null
	"$bin" render "$edition" -o "$out/$name-preview.png" --page "$page" --dpi 144 >/dev/null
	size=$(identify -format '-W %w -H %h' "$out/$name-preview.png")
	pdftoppm -r 144 -x 17 -y 17 $size -png -singlefile "$out/$name-proof.pdf" "$out/$name-poppler"
	mae=$(compare -metric MAE "$out/$name-preview.png[25%]" "$out/$name-poppler.png[25%]" null: 2>&1 | sed 's/.*(\(.*\)).*/\1/') || true
	awk -v d="$mae" 'BEGIN { exit !(d != "" && d < 0.02) }' || fail "$name: preview and poppler differ by $mae (limit 0.02)"
	echo "press: $name: $(wc -m <"$out/$name.want") characters alike in both standards, preview within $mae"
}

"$bin" demo -o "$out/demo" >/dev/null
check sample "$out/demo/edition.dayang"
# A real front page, as a machine read it: taken in, repaired, made up.
for md in "$shared"/sample/*-front-page.md; do
	[ -f "$md" ] || continue
	name=$(basename "$md" .md)
	"$bin" import "$md" -o "$out/$name.dayang" >/dev/null
	"$bin" makeup "$out/$name.dayang" -o "$out/$name.dayang" >/dev/null
	check "$name" "$out/$name.dayang"
done
for json in "$shared"/pages-dev/*.json; do
	[ -f "$json" ] || continue
	name=$(basename "$json" .json)
	"$bin" makeup "$json" -o "$out/$name.dayang" >/dev/null
	check "$name" "$out/$name.dayang"
done
rm -f "$out/again.pdf"
[ "$bad" = 0 ] || exit 1
echo "press: every file passed; they are in $out"
