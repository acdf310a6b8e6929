#!/bin/sh
# Builds the page into dist/, unless dist/ already holds what these sources make.
set -eu
. "$(dirname -- "$0")/env.sh"

# Everything the page is made of, and the tools that make it.
sources() {
  find src static .cargo Cargo.toml Cargo.lock build.rs Trunk.toml index.html rust-toolchain.toml docs/scenario.schema.json \
    tools/env.sh tools/build.sh tools/finish.mjs tools/split.mjs tools/package-lock.json -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  echo "$TRUNK_VERSION $WASM_SPLIT_VERSION ${RUSTFLAGS:-} ${CARGO_ENCODED_RUSTFLAGS:-}"
}
now=$(sources | sha256sum)

if [ -f dist/index.html ] && [ "$(cat dist/.sources 2>/dev/null)" = "$now" ]; then
  echo "build: dist/ is up to date"
  exit
fi
echo "build: building the page into dist/ (about two minutes the first time)"
# Trunk's own stack trace says nothing about a compile error.
RUST_BACKTRACE=0 trunk --quiet build --release
printf '%s\n' "$now" >dist/.sources
