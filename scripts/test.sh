#!/usr/bin/env bash
# Runs the tests; --all adds the long forms. A path as argument runs only what matches it.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
all=0
[ "${1:-}" = --all ] && { all=1; shift; export HOLDFAST_TEST_ALL=1; }
if [ $# -gt 0 ]; then exec node --test --test-concurrency=2 "$@"; fi
echo '== unit, property, suites'
node --test --test-concurrency=2 'test/{protocol,node,cli}/**/*.test.ts'
echo '== hash and chunk suites with the native hash off'
HOLDFAST_HASH=wasm node --test test/protocol/hash.test.ts test/protocol/chunk.test.ts
echo '== scenario and simulation'
node --test --test-concurrency=2 'test/{scenario,simulation}/**/*.test.ts'
echo '== real daemons'
node --test --test-concurrency=2 'test/process/**/*.test.ts'
