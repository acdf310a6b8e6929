#!/bin/sh
# Runs the benchmarks of benches/, natively by Criterion, then in the browser beside it, then the built page: its steps and
# its start. Prints medians and ratios; nothing fails by being slow. The coverage of the intervals comes between, and takes half an hour.
# `tools/bench.sh WORD` runs those whose name contains WORD.
set -eu
. "$(dirname -- "$0")/env.sh"

word=${1:-}
wasm=wasm32-unknown-unknown
folder=target/bench-browser

cargo bench --bench native --bench sim -- ${word:+"$word"}
case coverage in *"$word"*) cargo bench --bench coverage ;; esac
cargo build --quiet --release --target "$wasm" --features worker --example browser
wasm-bindgen --target web --no-typescript --out-dir "$folder" "${CARGO_TARGET_DIR:-target}/$wasm/release/examples/browser.wasm"
node tools/bench.mjs "$folder" "$word"
case page in *"$word"*) tools/build.sh && node tools/bench-page.mjs "$folder/links.txt" ;; esac
case start in *"$word"*) tools/build.sh && node tools/bench-start.mjs ;; esac
