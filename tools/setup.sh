#!/bin/sh
# Installs what is missing, and nothing else: `setup.sh build` for what builds and serves the page,
# `setup.sh docs` for the manual too, `setup.sh test` (the default) for the browser of the tests as well. Tools of exact versions go to
# .tools/ and tools/node_modules/ inside the project; the toolchain goes to rustup, the browser to apt.
set -eu
. "$(dirname -- "$0")/env.sh"

for_what=${1:-test}
case $for_what in build | docs | test) ;; *) echo "usage: tools/setup.sh [build|docs|test]" >&2 && exit 2 ;; esac

say() { printf 'setup: %s\n' "$*"; }
fail() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Two set-ups of one folder take turns.
mkdir -p .tools
if [ -z "${HEADROOM_SETUP_LOCKED:-}" ] && have flock; then
  HEADROOM_SETUP_LOCKED=1 exec flock .tools/lock "$0" "$@"
fi

toolchain() {
  channel=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
  target=wasm32-unknown-unknown
  if have rustc && sysroot=$(rustc --print sysroot 2>/dev/null) && [ -d "$sysroot/lib/rustlib/$target/lib" ] &&
    [ -x "$sysroot/bin/cargo-fmt" ] && [ -x "$sysroot/bin/cargo-clippy" ]; then
    case $(rustc --version) in "rustc $channel"*) return ;; esac
  fi
  have rustup || fail "Rust $channel with the target $target, rustfmt and clippy is needed." \
    "Install rustup (https://rustup.rs, or the package rustup of your system) and run this again."
  say "installing Rust $channel and its target $target (under a minute)"
  rustup toolchain install "$channel" --profile minimal --component rustfmt --component clippy --target "$target" ||
    fail "rustup could not install Rust $channel. Try it by hand: rustup toolchain install $channel"
}

# cargo_tool COMMAND CRATE VERSION MINUTES OPTION...: a command of exactly this version.
cargo_tool() {
  command=$1 crate=$2 version=$3 minutes=$4
  shift 4
  case $("$command" --version 2>/dev/null || true) in *" $version" | *" v$version") return ;; esac
  # Some do not say.
  have "$command" && grep -q "^\"$crate $version " .tools/.crates.toml 2>/dev/null && return
  have cc || have gcc || have clang || fail "a C compiler is needed to build $crate: install gcc (Debian: apt-get install build-essential)"
  say "building $crate $version into .tools/ (about $minutes minutes, once)"
  # Without optimisation and debug information: it is used for seconds, and builds in half the time.
  CARGO_PROFILE_DEV_DEBUG=false CARGO_TARGET_DIR=.tools/target \
    cargo install --force --root .tools "$@" "$crate@$version" ||
    fail "$crate $version could not be built. Try it by hand: cargo install $* $crate@$version"
  rm -rf .tools/target
}

npm_packages() {
  stamp=tools/node_modules/.installed
  [ -f "$stamp" ] && cmp -s tools/package-lock.json "$stamp" && return
  have node || fail "Node 20 or newer is needed (Debian: apt-get install nodejs npm; or https://nodejs.org)"
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || fail "Node 20 or newer is needed; this is $(node --version)"
  have npm || fail "npm is needed (Debian: apt-get install npm)"
  say "installing the npm packages of tools/package-lock.json (some seconds)"
  npm ci --prefix tools --no-progress --loglevel=error ||
    fail "npm could not install tools/package-lock.json. Try it by hand: npm ci --prefix tools"
  cp tools/package-lock.json "$stamp"
}

crates() {
  cargo fetch --quiet --locked --target wasm32-unknown-unknown 2>/dev/null ||
    cargo fetch --locked || fail "cargo could not fetch the crates of Cargo.lock: is there a connection?"
}

# with_apt WHAT REMEDY PACKAGE...: what only apt can bring.
with_apt() {
  what=$1 remedy=$2
  shift 2
  have apt-get || fail "the tests need $what." "$remedy"
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif have sudo && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
  else
    fail "the tests need $what, and this user may not install it." "$remedy"
  fi
  say "installing $what with apt-get (a minute or two)"
  export DEBIAN_FRONTEND=noninteractive
  apt="$as_root apt-get -q -o DPkg::Lock::Timeout=600"
  { $apt update && $apt install -y --no-install-recommends "$@"; } >.tools/apt.log 2>&1 ||
    fail "apt-get could not install $what; its words are in .tools/apt.log." "$remedy"
}

browser() {
  [ -x "$CHROME" ] && [ -x "$CHROMEDRIVER" ] && return
  with_apt "Chromium and chromedriver" \
    "Install Chromium and its chromedriver (Debian: apt-get install chromium chromium-driver), or name yours: CHROME=/path/to/chrome CHROMEDRIVER=/path/to/chromedriver" \
    chromium chromium-driver fonts-liberation
}

# The tests serve the page with hosting/nginx.conf; the package starts a server of its own, which they do not need.
web_server() {
  [ -x "$NGINX_COMMAND" ] && [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] && return
  with_apt "nginx with brotli" "Install both (Debian: apt-get install nginx libnginx-mod-http-brotli-static)." \
    nginx libnginx-mod-http-brotli-static
}

toolchain
npm_packages
crates
cargo_tool wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN_VERSION" 3 --debug --no-default-features
cargo_tool wasm-split-cli wasm_split_cli_support "$WASM_SPLIT_VERSION" 2 --debug --locked --features build-binary
cargo_tool trunk trunk "$TRUNK_VERSION" 4 --debug --locked
[ "$for_what" = build ] || cargo_tool mdbook mdbook "$MDBOOK_VERSION" 3 --debug --locked --no-default-features --features search
[ "$for_what" != test ] || { browser && web_server; }
