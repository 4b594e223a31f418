#!/bin/sh
# press.sh proves by outside tools that the press can take what dayang exports: the sample edition, and a real front page
# and the development editions where they are present, in PDF/X-4 and PDF/X-1a:2003. Every file is read by qpdf, Ghostscript
# (which stops at the first error), poppler and the program's own preflight; its text is the page's, character for
# character; a second export gives the same bytes; and poppler's and MuPDF's pictures of the page are the preview.
# Ghostscript's plates show that black type is on the black plate alone and leaves the colours under it whole, and how
# much ink comes together. Files stay in out/press.
set -eu

bin=bin/dayang
out=out/press
shared=${SHARED:-../shared}
rm -rf "$out"
mkdir -p "$out"
bad=0
ink=240 # the error limit of newsprint 220, the condition that is exported for
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

# plates FILE: how many pixels of the first page at 72 dpi have black type on them, how many of those have colour
# under them, and on how many the type changed a colour plate; and the most total ink of a square of 3 mm, per cent.
plates() {
	dir=$out/plates
	rm -rf "$dir"
	mkdir -p "$dir"
	gs -q -dNOPAUSE -dBATCH -dSAFER -sDEVICE=tiffsep -r72 -dLastPage=1 -o "$dir/all.tif" "$1" >/dev/null 2>&1
	gs -q -dNOPAUSE -dBATCH -dSAFER -sDEVICE=tiffsep -r72 -dLastPage=1 -dFILTERTEXT -o "$dir/rest.tif" "$1" >/dev/null 2>&1
	pixels() { convert "$@" -format '%[fx:round(mean*w*h)]' info:; }
	convert "$dir/rest(Black).tif" "$dir/all(Black).tif" -compose minus_src -composite -threshold 50% "$dir/type.png"
	for ink in Cyan Magenta Yellow; do
		convert "$dir/all($ink).tif" "$dir/rest($ink).tif" -compose difference -composite -threshold 5% "$dir/changed-$ink.png"
	done
	convert "$dir/changed-Cyan.png" "$dir/changed-Magenta.png" "$dir/changed-Yellow.png" -evaluate-sequence max "$dir/changed.png"
	convert "$dir/rest(Cyan).tif" "$dir/rest(Magenta).tif" "$dir/rest(Yellow).tif" -negate -evaluate-sequence max -threshold 5% "$dir/colour.png"
	echo "$(pixels "$dir/type.png") $(pixels "$dir/type.png" "$dir/colour.png" -compose multiply -composite)" \
		"$(pixels "$dir/type.png" "$dir/changed.png" -compose multiply -composite)" \
		"$(convert "$dir/all(Cyan).tif" "$dir/all(Magenta).tif" "$dir/all(Yellow).tif" "$dir/all(Black).tif" -negate -evaluate-sequence mean -scale 12% -format '%[fx:round(maxima*400)]' info:)"
}

# mae A B: the mean difference of two pictures by squares of four pixels, of 1: type is smoothed by each in its own way.
mae() { compare -metric MAE "$1[25%]" "$2[25%]" null: 2>&1 | sed 's/.*(\(.*\)).*/\1/' || true; }

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
	set -- $(plates "$out/$name-x4.pdf")
	[ "${1:-0}" -gt 0 ] || fail "$name: no black type on the plates"
	[ "${3:-1}" = 0 ] || fail "$name: black type changes the colour plates on $3 pixels"
	[ "${4:-999}" -le "$ink" ] || fail "$name: total ink of $4 %, over $ink"
	say="$1 pixels of black type, $2 of them over colour, ink $4 %"
	# The preview: the proof file, which keeps colours as the screen has them, cut to the trim.
	page=$("$bin" dump "$edition" | sed -n '1s/^page \([0-9]*\).*/\1/p')
	"$bin" export "$edition" --unsigned make-press -o "$out/$name-proof.pdf" --standard proof --page "$page" >/dev/null
	"$bin" render "$edition" -o "$out/$name-preview.png" --page "$page" --dpi 144 >/dev/null
	size=$(identify -format '-W %w -H %h' "$out/$name-preview.png")
	pdftoppm -r 144 -x 17 -y 17 $size -png -singlefile "$out/$name-proof.pdf" "$out/$name-poppler"
	mutool draw -q -r 144 -o "$out/$name-sheet.png" "$out/$name-proof.pdf" 1 2>/dev/null
	convert "$out/$name-sheet.png" -crop "$(identify -format '%wx%h' "$out/$name-preview.png")+17+17" +repage "$out/$name-mupdf.png"
	rm -f "$out/$name-sheet.png"
	differ=
	for pair in preview-poppler preview-mupdf poppler-mupdf; do
		d=$(mae "$out/$name-${pair%-*}.png" "$out/$name-${pair#*-}.png")
		awk -v d="$d" 'BEGIN { exit !(d != "" && d < 0.02) }' || fail "$name: $pair differ by $d (limit 0.02)"
		differ="$differ $pair $d"
	done
	echo "press: $name: $(wc -m <"$out/$name.want") characters alike in both standards; $say; differences:$differ"
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
