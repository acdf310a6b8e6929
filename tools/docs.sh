#!/bin/sh
# Builds the manual into target/book/: mdBook's pages, and the planner in planner/ beside them, which the pages show live.
# Fails on a link that leads nowhere.
set -eu
. "$(dirname -- "$0")/env.sh"

book=target/book

tools/setup.sh docs
tools/build.sh
MDBOOK_LOG="${MDBOOK_LOG:-warn}" mdbook build docs
# mdBook takes along everything that stands in docs/, its own files too.
rm -f "$book/book.toml" "$book/theme/head.hbs" "$book/theme/manual.css"
cp -R dist "$book/planner"
rm -f "$book/planner/.sources"
node tools/check-book.mjs "$book"
echo "docs: the manual is in $book/; to read it: node tools/serve.mjs manual"
