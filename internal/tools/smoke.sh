#!/bin/sh
# smoke.sh drives a real window under a virtual display: opens the sample edition, moves, resizes and aligns a
# block and takes each back, edits a headline, makes the page up again, proofs, exports, and closes. It fails if the file,
# the PDF or the log is not as it should be. Screenshots stay in out/smoke.
#
# The program is built without migrated_fynedo here, so that Fyne reports every call from the wrong goroutine.
set -eu

out=out/smoke
rm -rf "$out"
mkdir -p "$out"
: "${GO:=go}"
GOFLAGS="-buildvcs=false -trimpath -tags=x11,ne" "$GO" build -o bin/dayang-smoke ./cmd/dayang

fail() {
	echo "smoke: $*" >&2
	shot failed || true
	[ -f "$out/window.log" ] && tail -20 "$out/window.log" >&2
	exit 1
}
shot() { import -window root "$out/$1.png"; }
# until COMMAND holds, for at most N seconds
within() {
	n=$(($1 * 5))
	shift
	while [ "$n" -gt 0 ]; do
		if eval "$1"; then return 0; fi
		sleep 0.2
		n=$((n - 1))
	done
	return 1
}

bin/dayang-smoke demo -o "$out/demo" >/dev/null
file="$out/edition.dayang"
cp "$out/demo/edition.dayang" "$file"

. internal/tools/display.sh
display_up 1600x1000
export XDG_CONFIG_HOME="$PWD/$out/config"

bin/dayang-smoke "$file" >"$out/window.log" 2>&1 &
app=$!
within 60 'xdotool search --name 大样 >/dev/null 2>&1' || fail "no window came up"
win=$(xdotool search --name 大样 | tail -1)
sleep 2
xdotool windowactivate "$win" || true
xdotool windowmove "$win" 20 30 || true
xdotool windowsize "$win" 1500 900 || true
sleep 5
shot 1-open
eval "$(xdotool getwindowgeometry --shell "$win")"
[ "$WIDTH" -ge 1200 ] || fail "the window is only $WIDTH wide"
# onto the page: a share of the window's width and height, in hundredths
page() { xdotool mousemove $((X + WIDTH * $1 / 100)) $((Y + HEIGHT * $2 / 100)); }
dumped() { bin/dayang-smoke dump "$file" 2>/dev/null; }
dumped >"$out/0.txt"

# move the block under the pointer, see it on disk, take it back
page 44 38
xdotool click 1
sleep 1
xdotool mousedown 1
for _ in 1 2 3 4 5 6 7 8; do
	xdotool mousemove_relative -- 2 12
	sleep 0.05
done
shot 2-drag
xdotool mouseup 1
within 10 '! dumped | cmp -s - "$out/0.txt"' || fail "dragging a block changed nothing"
xdotool key ctrl+z
within 10 'dumped | cmp -s - "$out/0.txt"' || fail "undo did not bring the page back"
xdotool key ctrl+y
within 10 '! dumped | cmp -s - "$out/0.txt"' || fail "redo did nothing"
xdotool key ctrl+z
within 10 'dumped | cmp -s - "$out/0.txt"' || fail "the second undo did not bring the page back"

# The saved edition's stories: name, left, top, width, height, in points.
stories() { dumped | awk '$7 == "frame" && $8 ~ /^s-/ && $9 == "story" && !seen[$8]++ { print $8, $2, $3, $4, $6 }'; }
# What a hand does to the one story that differs from the file $1: what awk program $2 says of its old and new lines.
only() {
	stories | awk -v was="$1" -v lead=11.25 '
		BEGIN { while ((getline line < was) > 0) old[line] = 1 }
		!($0 in old) { n++; now = $0 }
		END {
			split(now, b)
			for (line in old) { split(line, a); if (a[1] == b[1]) break }
			exit !(n == 1 && ('"$2"'))
		}
		function lines(d) { d = d / lead; return d == 0 ? 0 : (d - int(d + (d > 0 ? .5 : -.5)))^2 < .0001 }'
}
# where the selection's outline is on the screen, in the middle of the window: left, top, right, bottom
selection() {
	import -window root -crop "$((WIDTH * 56 / 100))x$((HEIGHT * 56 / 100))+$((X + WIDTH * 19 / 100))+$((Y + HEIGHT * 19 / 100))" +repage -depth 8 txt:- |
		awk -F'[,:]' -v x=$((X + WIDTH * 19 / 100)) -v y=$((Y + HEIGHT * 19 / 100)) '
			/#1A73E8/ { if (!n++ || $1 < a) a = $1; if (n == 1 || $2 < b) b = $2; if ($1 > c) c = $1; if ($2 > d) d = $2 }
			END { if (n) print a + x, b + y, c + x, d + y }'
}

# nudge a line down by the keyboard, resize by a handle onto the grid, align by the palette; each saved and taken back
stories >"$out/stories.txt"
page 44 38
xdotool click 1
sleep 0.5
xdotool key shift+Down
within 10 'only "$out/stories.txt" "a[2] == b[2] && (b[3] - a[3] - lead)^2 < .0001 && a[4] == b[4] && a[5] == b[5]"' || fail "a nudge did not move one story by a line"
xdotool key ctrl+z
within 10 'stories | cmp -s - "$out/stories.txt"' || fail "undo did not take the nudge back"
sleep 1
set -- $(selection)
[ $# -eq 4 ] || fail "the selection is not to be seen"
xdotool mousemove $((($1 + $3) / 2)) $(($4 - 2)) mousedown 1
for _ in 1 2 3 4 5 6 7 8; do
	xdotool mousemove_relative -- 0 -5
	sleep 0.05
done
sleep 0.5
shot 2-resize
xdotool mouseup 1
within 10 'only "$out/stories.txt" "a[2] == b[2] && a[3] == b[3] && a[4] == b[4] && b[5] < a[5] && lines(a[5] - b[5])"' || fail "a handle did not make one story some lines lower"
xdotool key ctrl+z
within 10 'stories | cmp -s - "$out/stories.txt"' || fail "undo did not take the new size back"
xdotool key shift+Right
within 10 'only "$out/stories.txt" "b[2] > a[2] && a[3] == b[3]"' || fail "a nudge did not move one story by a column"
sleep 0.5
xdotool key ctrl+shift+k
sleep 3
xdotool type --delay 60 zq
sleep 0.5
shot 2-align
xdotool key Return
within 10 'stories | cmp -s - "$out/stories.txt"' || fail "aligning left did not bring the story back to the type area"
bin/dayang-smoke history "$file" -n 1 | grep -q 左齐 || fail "aligning is no step of its own"
xdotool key ctrl+z
sleep 0.7
xdotool key ctrl+z
within 10 'dumped | cmp -s - "$out/0.txt"' || fail "undo did not bring the page back after aligning"

# edit the headline in the properties dock: where the headline was clicked, Ctrl+Enter goes
dumped | grep -q 8642 && fail "the sample already says what is to be typed"
page 44 30
xdotool click 1
sleep 1
xdotool key ctrl+Return
sleep 0.5
xdotool key ctrl+End
xdotool type --delay 40 8642
within 10 'dumped | grep -q 8642' || fail "typing into the headline changed nothing"
sleep 1
shot 3-headline

# type fifty characters into a story by key events
page 44 38
xdotool click 1
sleep 1
xdotool key ctrl+Return
sleep 1
typed=01234567890123456789012345678901234567890123456789
xdotool type --delay 30 "$typed"
texts() { rm -rf "$out/texts" && bin/dayang-smoke stories "$file" -o "$out/texts" --format txt >/dev/null 2>&1 && cat "$out"/texts/*; }
within 20 'texts | grep -q "$typed"' || fail "fifty characters typed into a story are not in it"
sleep 1
shot 3-typed

# undo all, redo all, undo all: the page as it was, as it became, as it was
dumped >"$out/typed.txt"
page 30 92
until_is() { # KEY FILE: press the key until the saved page is the file's
	n=0
	while [ $n -lt 80 ] && ! dumped | cmp -s - "$2"; do
		xdotool key "$1"
		sleep 0.4
		n=$((n + 1))
	done
	within 10 "dumped | cmp -s - $2"
}
xdotool key Escape Escape
until_is ctrl+z "$out/0.txt" || fail "undoing all did not bring the page back"
until_is ctrl+y "$out/typed.txt" || fail "redoing all did not bring the changes back"
until_is ctrl+z "$out/0.txt" || fail "undoing all again did not bring the page back"

# zoom: what is on the screen is another picture, and the old one again
seen() { import -window root -crop "$((WIDTH * 30 / 100))x$((HEIGHT * 30 / 100))+$((X + WIDTH * 30 / 100))+$((Y + HEIGHT * 30 / 100))" +repage -depth 8 rgb:- | md5sum; }
sleep 2
fit=$(seen)
xdotool key ctrl+1
within 10 '[ "$(seen)" != "$fit" ]' || fail "zooming in shows nothing new"
sleep 2
shot 4-zoomed
xdotool key ctrl+0
sleep 2

# proof, go to a finding that has a fix, and take it
xdotool key F8
sleep 3
n=0
while [ $n -lt 12 ] && dumped | cmp -s - "$out/0.txt"; do
	xdotool key F4
	sleep 0.5
	[ $n -gt 0 ] || shot 4-findings
	xdotool key ctrl+shift+Return
	sleep 1
	n=$((n + 1))
done
dumped | cmp -s - "$out/0.txt" && fail "no finding was mended"
shot 5-mended
dumped >"$out/mended.txt"

# automatic make-up: the second proposal
xdotool key Escape
xdotool key F7
sleep 8
shot 5-proposals
xdotool key Right
sleep 1
xdotool key Return
within 15 '! dumped | cmp -s - "$out/mended.txt"' || fail "the proposal that was taken changed nothing"
bin/dayang-smoke history "$file" -n 1 | grep -q 组版 || fail "making up is no step of its own"
sleep 2
shot 6-made-up

# export: the page is signed off in the box, in somebody's name
xdotool key ctrl+e
sleep 2
shot 7-export
xdotool key Return # not yet: what stands against it is to be acknowledged
sleep 1
ls "$out"/*-01*.pdf >/dev/null 2>&1 && fail "an unsigned page left without a word"
xdotool key space
sleep 0.5
shot 7-sign
xdotool key Return
within 30 'ls "$out"/*-01*.pdf >/dev/null 2>&1' || fail "no PDF was written"
mv "$out"/*-01*.pdf "$out/smoke.pdf"
sleep 2
shot 8-exported
qpdf --check "$out/smoke.pdf" >/dev/null || fail "qpdf finds faults in the PDF"
pdftotext "$out/smoke.pdf" - | grep -q '老旧小区' || fail "the PDF's text is not the edition's"

kill -0 "$app" || fail "the window went away by itself"
xdotool key Escape
xdotool key ctrl+q
within 10 '! kill -0 $app 2>/dev/null' || fail "the window does not close"
app=
grep -q 'Error in Fyne call thread\|^panic:\|goroutine .*running' "$out/window.log" && fail "the log holds a fault"
bin/dayang-smoke dump "$file" >/dev/null || fail "the edition does not open again"
bin/dayang-smoke record "$file" | grep -q 签样 || fail "the record does not have the sign-off"
echo "smoke: opened, moved, resized, aligned, edited, typed, undone, redone, zoomed, proofed, mended, made up, signed, exported; pictures in $out"
