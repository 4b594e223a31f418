#!/bin/sh
# window.sh: from the start of the program to a page that can be worked on, and the memory it holds then, with the
# sample edition in a window of 1366×768 under a virtual display. It prints Markdown; DAYANG is the program.
set -eu

: "${DAYANG:=bin/dayang}" "${ROUNDS:=5}"
dir=out/bench
mkdir -p "$dir"
[ -f "$dir/sample.dayang" ] || { "$DAYANG" demo -o "$dir/demo" >"$dir/demo.log" && cp "$dir/demo/edition.dayang" "$dir/sample.dayang"; }

. internal/tools/display.sh
display_up 1366x768
export XDG_CONFIG_HOME="$PWD/$dir/config"

echo "| round | usable after | resident then | resident 10 s later | most |"
echo "| ---: | ---: | ---: | ---: | ---: |"
i=1
while [ "$i" -le "$ROUNDS" ]; do
	rm -rf "$dir/config"
	DAYANG_STARTED=$(date +%s%N) "$DAYANG" "$dir/sample.dayang" 2>"$dir/window.log" &
	app=$!
	n=0
	until grep -q '^usable' "$dir/window.log"; do
		n=$((n + 1))
		[ "$n" -lt 600 ] || { echo "window.sh: the window never became usable" >&2; cat "$dir/window.log" >&2; exit 1; }
		sleep 0.05
	done
	mb() { awk -v k="$1:" '$1 == k { printf "%d MB", $2 / 1024 }' "/proc/$app/status"; }
	now=$(mb VmRSS)
	sleep 10
	echo "| $i | $(sed -n 's/^usable //p' "$dir/window.log") | $now | $(mb VmRSS) | $(mb VmHWM) |"
	kill "$app"
	wait "$app" 2>/dev/null || true
	app=
	i=$((i + 1))
done
