#!/bin/sh
# Runs every check, quick ones first, all of them even when one fails; fails at the end if one did.
# `tools/test.sh WORD` runs only those whose name contains WORD ("tools/test.sh clippy").
set -eu
. "$(dirname -- "$0")/env.sh"

only=${1:-}
failed=
report=
started=$(date +%s)

# check NAME COMMAND...
check() {
  name=$1
  shift
  case $name in *"$only"*) ;; *) return 0 ;; esac
  printf '\n== %s\n' "$name"
  from=$(date +%s)
  if "$@"; then verdict=ok; else
    verdict=FAILED
    failed="$failed
  $name: $*"
  fi
  took=$(($(date +%s) - from))
  printf '== %s: %s, %s s\n' "$name" "$verdict" "$took"
  report="$report
$(printf '%-7s %4s s  %s' "$verdict" "$took" "$name")"
}

# Properties draw the same cases on every machine; plain `cargo test` draws new ones, and remembers those that fail.
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-20261121}"
# A busy machine takes long to compile the tests' module in the browser; twenty seconds would be all there is.
export WASM_BINDGEN_TEST_TIMEOUT="${WASM_BINDGEN_TEST_TIMEOUT:-300}"

all=page,worker
native=$all,cli
wasm=wasm32-unknown-unknown

# The crate without features is the engines alone: none of these may come near it.
walls() {
  cargo check --quiet --lib --no-default-features || return 1
  found=$(cargo tree --quiet --locked --no-default-features --edges normal --target all --prefix none |
    grep -E '^(yew|gloo|plotters|wasm-bindgen|web-sys|js-sys|clap)' | sort -u)
  [ -z "$found" ] || { printf 'The crate without features depends on:\n%s\n' "$found" && return 1; }
  found=$(cargo tree --quiet --locked --no-default-features --features worker --edges normal --target all --prefix none |
    grep -E '^(yew|plotters)' | sort -u)
  [ -z "$found" ] || { printf 'The worker depends on:\n%s\n' "$found" && return 1; }
  found=$(cargo tree --quiet --locked --no-default-features --features cli --edges normal --target all --prefix none |
    grep -E '^(yew|gloo|plotters|wasm-bindgen|web-sys|js-sys)' | sort -u)
  [ -z "$found" ] || { printf 'The command line depends on:\n%s\n' "$found" && return 1; }
}

end_to_end() {
  tools/docs.sh && node --test --test-timeout=300000 tests/e2e/*.test.mjs
}

tools/setup.sh test
find_browser

check "format" cargo fmt --check
check "feature walls" walls
check "clippy, engines alone" cargo clippy --all-targets -- -D warnings
check "clippy, all features" cargo clippy --all-targets --features "$native" -- -D warnings
check "clippy, page for WebAssembly" cargo clippy --target "$wasm" --features split --bin app -- -D warnings
check "clippy, worker for WebAssembly" cargo clippy --target "$wasm" --features worker --bin worker -- -D warnings
check "tests, native" cargo test --no-fail-fast --features "$native" --lib --bins --tests
check "tests in documentation" cargo test --features "$native" --doc
check "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --lib --no-deps --features "$native"
check "tests in the browser" cargo test --target "$wasm" --features "$all" --test it
check "page build" tools/build.sh
check "manual" tools/docs.sh
check "tests of the built page" end_to_end

printf '\n== summary, %s s in all%s\n' "$(($(date +%s) - started))" "$report"
[ -z "$failed" ] || { printf '\nFailed:%s\n' "$failed" && exit 1; }
echo "All passed."
