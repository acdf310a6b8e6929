#!/bin/sh
# Builds the page if need be and writes it as one HTML file, headroom.html.
set -eu
. "$(dirname -- "$0")/env.sh"

tools/setup.sh build
tools/build.sh
exec node tools/single.mjs "$@"
