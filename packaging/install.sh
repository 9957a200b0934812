#!/bin/sh
# install.sh PYTHON LIST: lays the packages of constraints.txt (what the program needs) or constraints-dev.txt (the same
# and the development tools) into .venv, and says beforehand how many are missing there and about how much that is.
set -eu
python=$1
list=$2
case $list in
# Megabytes to download and on disk, measured on Linux with Python 3.11 (du -sm .venv).
constraints.txt) size="about 170 MB to download and 530 MB on disk" ;;
*) size="about 35 MB to download and 130 MB on disk" ;;
esac

[ -x .venv/bin/python ] || "$python" -m venv .venv
count=$(.venv/bin/python - "$list" <<'EOF'
import re, sys
from importlib.metadata import distributions
there = {(found.metadata["Name"].lower().replace("_", "-"), found.version) for found in distributions()}
listed = re.findall(r"^([a-z0-9.-]+)==([^ ]+)(?! ; (?:sys_platform == 'win32'))", open(sys.argv[1], encoding="utf-8").read(), re.M)
print(len({name for name, version in listed} - {name for name, version in there & set(listed)}))
EOF
)
if [ "$count" -gt 0 ]; then
	case $list in
	constraints.txt) echo "Installing $count packages that the program needs into .venv ($size); this takes some minutes." ;;
	*) echo "Installing $count packages for development into .venv ($size)." ;;
	esac
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$list"
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
