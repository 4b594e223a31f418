#!/bin/sh
# shots.sh takes pictures of the window for the eye to judge: every workspace, box and state, in both languages, light
# and dark, at 1366×768, at 1920×1080 and at scale 1.5, into out/shots.
#
#	shots.sh                          all of them
#	shots.sh 1366x768 1 zh light      one series: screen, scale, language, appearance
#	shots.sh guide                    the pictures of the guide, into assets/help, and the README's
#
# It needs the program in bin/dayang and what make smoke needs: Xvfb, openbox, xdotool, ImageMagick.
set -eu

: "${DAYANG:=bin/dayang}" "${PAUSE:=0.3}"
dir=out/shots
mkdir -p "$dir"
[ -f "$dir/sample.dayang" ] || { "$DAYANG" demo -o "$dir/demo" >/dev/null && cp "$dir/demo/edition.dayang" "$dir/sample.dayang"; }

. internal/tools/display.sh

# start SIZE SCALE LANG THEME [FILE]: a fresh display, fresh preferences, the window
start() {
	display_up "$1"
	export FYNE_SCALE="$2" XDG_CONFIG_HOME="$PWD/$dir/config"
	rm -rf "$XDG_CONFIG_HOME"
	mkdir -p "$XDG_CONFIG_HOME/fyne/cn.dayang.desk"
	recent=
	[ -n "${5:-}" ] || recent=",\"recent\":\"[\\\"$PWD/$dir/work.dayang\\\",\\\"$PWD/$dir/gone.dayang\\\"]\""
	echo "{\"lang\":\"$3\",\"theme\":\"$4\"$recent}" >"$XDG_CONFIG_HOME/fyne/cn.dayang.desk/preferences.json"
	cp "$dir/sample.dayang" "$dir/work.dayang"
	# shellcheck disable=SC2086 # no file is no argument
	"$DAYANG" ${5:-} 2>"$dir/window.log" &
	app=$!
	n=0
	until xdotool search --onlyvisible --name 大样 >/dev/null 2>&1 || xdotool search --onlyvisible --name Dayang >/dev/null 2>&1; do
		n=$((n + 1))
		[ "$n" -lt 300 ] || { echo "shots: no window came up" >&2; cat "$dir/window.log" >&2; exit 1; }
		sleep 0.1
	done
	sleep 3
	W=${1%x*} H=${1#*x}
}

# finish ends what start began
finish() {
	kill "$app" && wait "$app" 2>/dev/null || true
	kill "$wm" "$xvfb" 2>/dev/null || true
	wait "$wm" "$xvfb" 2>/dev/null || true
	app= wm= xvfb=
}

sum() { import -window root rgb:- | md5sum; }
# settled WAS: until the screen is another one and has come to rest, at most eight seconds
settled() {
	n=0
	last=
	while [ "$n" -lt 40 ]; do
		now=$(sum)
		if [ "$now" != "$1" ] && [ "$now" = "$last" ]; then break; fi
		last=$now
		n=$((n + 1))
		sleep 0.2
	done
	sleep "$PAUSE"
}
key() {
	was=$(sum)
	xdotool key "$@"
	settled "$was"
}
# at X Y: a click at hundredths of the screen
at() {
	was=$(sum)
	xdotool mousemove $((W * $1 / 100)) $((H * $2 / 100)) click 1
	settled "$was"
}
away() { xdotool mousemove $((W / 2)) 2; }

series() {
	to="$dir/$1-$2-$3-$4"
	rm -rf "$to"
	mkdir -p "$to"
	shot() { import -window root "$to/$1.png"; }
	start "$1" "$2" "$3" "$4"
	away
	shot 01-welcome
	key ctrl+n
	shot 02-new
	key Escape
	finish
	start "$1" "$2" "$3" "$4" "$dir/work.dayang"
	sleep 3
	away
	sleep 0.3
	shot 03-layout
	at 44 55
	away
	sleep 0.5
	shot 04-layout-story
	key ctrl+Return
	shot 05-layout-text
	key ctrl+f
	xdotool type 200
	sleep 1
	shot 06-find
	key Escape
	at 44 55 # no caret blinks while boxes are waited for
	key ctrl+alt+2
	key F4
	key F4
	shot 07-proofing
	key ctrl+alt+3
	shot 08-prepress
	key ctrl+alt+4
	shot 09-sign-off
	key ctrl+alt+1
	for box in "10-new ctrl+n" "11-open ctrl+o" "12-import ctrl+d" "13-export ctrl+e" "14-save-as ctrl+shift+s" "15-preferences ctrl+comma" \
		"16-commands ctrl+shift+k" "17-shortcuts F1" "18-guide shift+F1" "19-history ctrl+shift+h"; do
		key "${box#* }"
		shot "${box% *}"
		key Escape
	done
	key F7
	sleep 8
	shot 20-proposals
	key Escape
	xdotool mousemove $((W * 44 / 100)) $((H * 55 / 100)) click 3 && sleep "$PAUSE"
	shot 21-menu-on-page
	key Escape
	xdotool mousemove $((26 * ${2%.*} + 10)) $((22 + 15 * ${2%.*})) click 1 && sleep "$PAUSE"
	shot 22-file-menu
	key Escape
	# the same file in a second window: read-only is offered
	XDG_CONFIG_HOME="$XDG_CONFIG_HOME-2" "$DAYANG" "$dir/work.dayang" 2>/dev/null &
	second=$!
	sleep 5
	shot 23-open-elsewhere
	key Return
	sleep 3
	shot 24-read-only
	kill "$second" && wait "$second" 2>/dev/null || true
	finish
}

guide() {
	paper="${TMPDIR:-/tmp}/paper"
	mkdir -p "$paper"
	# keep FILE CROP WIDTH: the window without its frame, in few colours
	keep() { import -window root -crop "$2" +repage -resize "$3x" -dither None -colors 160 -define png:compression-level=9 -strip "png8:$1"; }
	for l in zh en; do
		cp "$dir/sample.dayang" "$paper/paper.dayang"
		start 1200x750 1 $l light "$paper/paper.dayang"
		sleep 4
		at 44 56
		away
		sleep 1
		keep "assets/help/page-$l.png" 1200x714+0+22 900
		key ctrl+alt+2
		key F4
		key F4
		sleep 1
		keep "assets/help/proof-$l.png" 1200x714+0+22 900
		key ctrl+alt+1
		key ctrl+e
		xdotool key Return
		n=0
		while [ ! -s "$paper/paper.pdf" ] && [ "$n" -lt 100 ]; do
			n=$((n + 1))
			sleep 0.2
		done
		sleep 2
		keep "assets/help/export-$l.png" 1200x714+0+22 900
		finish
		rm -rf "$paper"/paper*
	done
	cp "$dir/sample.dayang" "$paper/paper.dayang"
	start 1440x900 1 zh light "$paper/paper.dayang"
	sleep 4
	at 44 50
	key ctrl+Return
	away
	sleep 1
	keep assets/readme/window.png 1440x864+0+22 1440
	finish
	rm -rf "$paper"
}

case "${1:-}" in
guide) guide ;;
"")
	for size in "1366x768 1" "1920x1080 1" "1920x1080 1.5"; do
		for l in zh en; do
			for t in light dark; do
				# shellcheck disable=SC2086 # two words
				series $size $l $t
			done
		done
	done
	;;
*) series "$1" "$2" "$3" "$4" ;;
esac
