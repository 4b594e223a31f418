#!/bin/sh
# need.sh GROUP...: installs the Debian packages that a group of targets needs, if any is missing.
# As root it installs them, with password-less sudo too; otherwise it prints the one command to run and stops.
set -eu

packages=
for group in "$@"; do
	case $group in
	build) packages="$packages gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev" ;;
	test) packages="$packages poppler-utils qpdf ghostscript liblcms2-utils" ;;
	smoke) packages="$packages xvfb xauth openbox xdotool imagemagick libgl1-mesa-dri x11-utils poppler-utils qpdf" ;;
	press) packages="$packages qpdf ghostscript poppler-utils mupdf-tools imagemagick perl liblcms2-utils" ;;
	browser) packages="$packages chromium fonts-noto-cjk" ;;
	peers) packages="$packages nodejs npm python3 python3-pil mupdf-tools chromium texlive-xetex texlive-lang-chinese texlive-latex-extra scribus xvfb xauth libreoffice-writer" ;;
	office) packages="$packages libreoffice-writer-nogui" ;;
	score) packages="$packages nodejs" ;;
	*)
		echo "need.sh: no such group: $group" >&2
		exit 2
		;;
	esac
done

if ! command -v dpkg-query >/dev/null 2>&1; then
	echo "need.sh: not a Debian system; please see that these are here:$packages" >&2
	exit 0
fi

missing=
for p in $packages; do
	# A program that is here by another way is as good as its package.
	case $p in
	nodejs) command -v node >/dev/null 2>&1 && continue ;;
	npm) command -v npm >/dev/null 2>&1 && continue ;;
	esac
	if ! dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed'; then
		case " $missing " in *" $p "*) ;; *) missing="$missing $p" ;; esac
	fi
done
[ -n "$missing" ] || exit 0

echo "dayang needs these packages, installing:$missing"
if [ "$(id -u)" = 0 ]; then
	sudo=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	sudo="sudo -n"
else
	echo "Not root here. Please run this one command, then make again:" >&2
	echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
	exit 1
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -20 "$log" >&2
	echo "need.sh: apt-get could not install:$missing (whole log: $log)" >&2
	exit 1
fi
rm -f "$log"
