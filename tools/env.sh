# shellcheck shell=sh
# Sourced by the other scripts: where the project's tools are.

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT"

# Older rustups put cargo here without telling every shell.
PATH=$ROOT/.tools/bin:$ROOT/tools/node_modules/.bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
export PATH

# The first of these commands that exists.
first_of() {
  for name in "$@"; do
    command -v "$name" && return
  done
  return 0
}
# Where the browser is; to be asked again by who has just let tools/setup.sh install one.
find_browser() {
  CHROME=${CHROME:-$(first_of chromium chromium-browser google-chrome google-chrome-stable chrome)}
  CHROMEDRIVER=${CHROMEDRIVER:-$(first_of chromedriver)}
  export CHROME CHROMEDRIVER
}
find_browser
# Not NGINX: nginx takes that for sockets it is to inherit.
NGINX_COMMAND=${NGINX_COMMAND:-/usr/sbin/nginx}
export NGINX_COMMAND

TRUNK_VERSION=0.21.14
MDBOOK_VERSION=0.5.4
# What splits the page's program; wasm_split_helpers, which it reads the marks of, is of the same series.
WASM_SPLIT_VERSION=0.2.4
# wasm-bindgen's command must be of exactly the version of the crate.
WASM_BINDGEN_VERSION=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)
export TRUNK_VERSION MDBOOK_VERSION WASM_SPLIT_VERSION WASM_BINDGEN_VERSION
