#!/bin/sh
# Brings TimelineJS 3 (Knight Lab, MPL-2.0) anew into resources/timelinejs: script, style and icons of one version.
# npm checks the archive against the registry's hash; the version is pinned here.
set -eu
version=3.9.11
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "@knight-lab/timelinejs@$version" >/dev/null
tar xzf ./*.tgz
target="$here/resources/timelinejs"
mkdir -p "$target"
grep -v '^//# sourceMappingURL' package/dist/js/timeline.js >"$target/timeline.js"
sed 's|/\*# sourceMappingURL=[^*]*\*/||' package/dist/css/timeline.css >"$target/timeline.css"
cp package/dist/css/icons/tl-icons.woff "$target/tl-icons.woff"
cp package/LICENSE "$target/LICENSE-TimelineJS.txt"
