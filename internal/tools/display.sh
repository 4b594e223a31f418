# display.sh is for other scripts to source: a virtual display with a window manager, for a real window to stand in.
#
# display_up SIZE starts both on a free display and sets DISPLAY, xvfb and wm; what the script starts itself it names app.
# All three end with the script.

xvfb='' wm='' app=''
trap 'kill $app $wm $xvfb 2>/dev/null || true' EXIT

display_up() {
	display=
	for n in 80 81 82 83 84 85 86 87 88 89; do
		if [ ! -e "/tmp/.X11-unix/X$n" ]; then display=":$n" && break; fi
	done
	[ -n "$display" ] || { echo "$0: no free display" >&2; exit 1; }
	Xvfb "$display" -screen 0 "$1x24" >/dev/null 2>&1 &
	xvfb=$!
	export DISPLAY="$display" DBUS_SESSION_BUS_ADDRESS=disabled: LANG=C.UTF-8
	n=0
	until xdpyinfo >/dev/null 2>&1; do
		n=$((n + 1))
		[ "$n" -lt 200 ] || { echo "$0: the virtual display did not start" >&2; exit 1; }
		sleep 0.1
	done
	openbox >/dev/null 2>&1 &
	wm=$!
	sleep 1
}
