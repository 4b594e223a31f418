#!/bin/sh
# frames.sh: how long the window takes from an input to the picture that answers it, panning, dragging a block and
# zooming on a broadsheet page at the size of the window and at four times that, in a real window of 1920×1080 under a
# virtual display, where OpenGL is drawn by the processor. It prints Markdown; DAYANG is the program.
#
# The time runs from when the page view begins to handle an input until the window paints its last pixel of the picture
# (DAYANG_FRAMES names the file). A screen would add up to a refresh.
set -eu

: "${DAYANG:=bin/dayang}" "${STEPS:=60}"
dir=out/bench
mkdir -p "$dir"
[ -f "$dir/sample.dayang" ] || { "$DAYANG" demo -o "$dir/demo" >"$dir/demo.log" && cp "$dir/demo/edition.dayang" "$dir/sample.dayang"; }
if [ ! -f "$dir/broadsheet.dayang" ]; then
	rm -rf "$dir/stories"
	"$DAYANG" stories "$dir/sample.dayang" -o "$dir/stories" --format docx >/dev/null
	"$DAYANG" import "$dir/stories" -o "$dir/plain.dayang" --preset 对开·八栏·小五 >/dev/null
	"$DAYANG" makeup "$dir/plain.dayang" -o "$dir/broadsheet.dayang" >/dev/null
fi

. internal/tools/display.sh
display_up 1920x1080
export XDG_CONFIG_HOME="$PWD/$dir/config"
rm -rf "$dir/config"
cp "$dir/broadsheet.dayang" "$dir/frames.dayang"
DAYANG_STARTED=$(date +%s%N) DAYANG_FRAMES="$dir/frames.log" "$DAYANG" "$dir/frames.dayang" 2>"$dir/window.log" &
app=$!
n=0
until grep -q '^usable' "$dir/window.log"; do
	n=$((n + 1))
	[ "$n" -lt 600 ] || { echo "frames.sh: the window never became usable" >&2; cat "$dir/window.log" >&2; exit 1; }
	sleep 0.1
done
sleep 3

# moved BUTTON: the pointer goes to and fro with a button held, in steps of a hand
moved() {
	xdotool mousemove 860 480 mousedown "$1"
	i=0
	while [ "$i" -lt "$STEPS" ]; do
		if [ $((i / 15 % 2)) -eq 0 ]; then d=7; else d=-7; fi
		xdotool mousemove_relative -- "$d" "$d"
		sleep 0.02
		i=$((i + 1))
	done
	xdotool mouseup "$1"
	sleep 1
}
# wheel: the page is zoomed in and out about the pointer
wheel() {
	xdotool mousemove 860 480 keydown ctrl
	i=0
	while [ "$i" -lt "$STEPS" ]; do
		if [ $((i / 6 % 2)) -eq 0 ]; then b=4; else b=5; fi
		xdotool click "$b"
		sleep 0.02
		i=$((i + 1))
	done
	xdotool keyup ctrl
	sleep 1
}
# told NAME: the figures of one kind since the last time
line=0
told() {
	sed -n "$((line + 1)),\$p" "$dir/frames.log" | awk -v k="$2" '$1 == k { print $2 }' | sort -n |
		awk -v name="$1" '{ a[NR] = $1 } END { if (NR) printf "| %s | %d | %.1f ms | %.1f ms |\n", name, NR, a[int((NR + 1) / 2)], a[int(NR * .99 + .999)]; else printf "| %s | 0 | – | – |\n", name }'
	line=$(wc -l <"$dir/frames.log")
}

echo "Load $(cut -d' ' -f1-3 /proc/loadavg) on $(nproc) processors."
echo
echo "| what | pictures | median | p99 |"
echo "| --- | ---: | ---: | ---: |"
for size in 1 4; do
	if [ "$size" -eq 4 ]; then
		xdotool key ctrl+0
		sleep 1
		xdotool mousemove 860 480 keydown ctrl
		i=0
		while [ "$i" -lt 8 ]; do # four notches double it
			xdotool click 4
			sleep 0.05
			i=$((i + 1))
		done
		xdotool keyup ctrl
		sleep 3
	fi
	line=$(wc -l <"$dir/frames.log")
	moved 2
	told "pan, $size×" pan
	moved 1
	xdotool key ctrl+z
	sleep 1
	told "drag a block, $size×" drag
	wheel
	told "zoom about the pointer, $size×" zoom
done
echo "Load $(cut -d' ' -f1-3 /proc/loadavg) at the end."
