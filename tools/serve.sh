#!/bin/sh
# Builds the page if need be and serves it on this machine.
set -eu
. "$(dirname -- "$0")/env.sh"

tools/setup.sh build
tools/build.sh
exec node tools/serve.mjs
