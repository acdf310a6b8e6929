#!/bin/sh
# Photographs the page at every width, light and dark, into tests/e2e/shots/.
set -eu
. "$(dirname -- "$0")/env.sh"

tools/setup.sh test
find_browser
tools/build.sh
exec node tools/shots.mjs "$@"
