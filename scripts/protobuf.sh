#!/usr/bin/env bash
# Generates protocol/messages.js and .d.ts from messages.proto; with --check only says whether they are current.
set -euo pipefail
cd "$(dirname "$0")/.."
out=protocol
[ "${1:-}" = --check ] && out=$(mktemp -d) && trap 'rm -rf "$out"' EXIT
PATH="$PWD/node_modules/.bin:$PATH"
pbjs -t static-module -w es6 --es6 --keep-case=false --no-verify --no-create --no-delimited --no-service --no-typeurl --no-convert --force-number --dependency ./protobuf-minimal.js -o "$out/messages.js" protocol/messages.proto
pbts -o "$out/messages.d.ts" "$out/messages.js"
if [ "$out" != protocol ]; then
  diff -q protocol/messages.js "$out/messages.js" && diff -q protocol/messages.d.ts "$out/messages.d.ts" || {
    echo 'protocol/messages.js is not what messages.proto generates; run: npm run protobuf' >&2; exit 1; }
fi
