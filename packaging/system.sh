#!/bin/sh
# system.sh [PACKAGE...]: what Qt and the dossier need from the system, and the packages named: installed through apt when
# we may, else named in one line to copy.
set -eu

[ "$(uname)" = Linux ] || exit 0
command -v dpkg-query >/dev/null 2>&1 || {
	echo "Not a Debian system: Claimline needs Qt's X11 libraries, Noto Sans CJK and DejaVu from your distribution." >&2
	exit 0
}

packages="libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 libxcb-icccm4
libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 fonts-noto-cjk fonts-dejavu-core $*"
python3 -c "import ensurepip" 2>/dev/null || packages="$packages python3-venv"

installed() {
	dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q "ok installed"
}

missing=""
for package in $packages; do
	# Since Ubuntu 24.04 and Debian 13 some libraries have names that end in t64.
	installed "$package" || installed "${package}t64" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
	apt-get update -q
	# shellcheck disable=SC2086
	DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
else
	echo "These system packages are missing. Install them and run make again:" >&2
	echo "sudo apt-get install --no-install-recommends$missing" >&2
	exit 1
fi
