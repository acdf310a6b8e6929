#!/bin/sh
# Runs the benchmarks of benches/; arguments go to Criterion, `tools/bench.sh NAME` picks one.
set -eu
. "$(dirname -- "$0")/env.sh"

if ! grep -q '^\[\[bench\]\]' Cargo.toml; then
  echo "bench: Cargo.toml names no benchmarks yet"
  exit
fi
exec cargo bench --bench '*' -- "$@"
