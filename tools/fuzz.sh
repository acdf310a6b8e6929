#!/bin/sh
# Runs each target of fuzz/ for ten minutes, or for as many seconds as FUZZ_SECONDS says; fails where one finds something, which
# then is in fuzz/artifacts. `tools/fuzz.sh WORD` runs those whose name contains WORD. What is worth keeping goes to fuzz/seeds.
set -eu
. "$(dirname -- "$0")/env.sh"

seconds=${FUZZ_SECONDS:-600}
command -v cargo-fuzz >/dev/null || cargo install --quiet --root .tools cargo-fuzz
rustup toolchain list | grep -q ^nightly || rustup toolchain install nightly --profile minimal
for target in fragment file message prices; do
  case $target in *"${1:-}"*) ;; *) continue ;; esac
  mkdir -p "fuzz/corpus/$target"
  cargo +nightly fuzz run "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=100000
done
