#!/bin/sh
# check_wheel.sh [PYTHON]: builds the wheel, installs it into an empty environment with pip 23.0.1 (Debian 12's, which does
# not know an extra by its other spelling), and reads a web page, a PDF and a Word file with what was installed.
set -eu
python=${1:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$here"
.venv/bin/python -m hatchling build -t wheel -d "$work" >/dev/null
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check pip==23.0.1
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$work"/*.whl

cd "$work"
claimline=venv/bin/claimline
"$claimline" demo --no-window -o demo.claims
for form in html pdf docx; do
	"$claimline" dossier demo.claims -o "demo.$form"
	"$claimline" new "$form.claims" --name "What a $form says"
	"$claimline" add-source "$form.claims" "demo.$form"
	"$claimline" find "$form.claims" avocado | grep -q "^1 source" || {
		echo "The installed wheel reads no text from a $form file." >&2
		exit 1
	}
done
echo "The wheel installs with pip 23.0.1 and reads HTML, PDF and Word."
