#!/usr/bin/env bash
# Runs the tests; --all adds the long forms, --adversary and --crash run the adversary kit and the crash tests alone at full
# scale. A path as argument runs only what matches it.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
# Half of a daemon's start is compiling; hundreds of them start here.
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$PWD/node_modules/.cache/compiled}"
[ "${1:-}" = --all ] && { shift; export HOLDFAST_TEST_ALL=1; }
# Tests that measure: so many files at a time, then all their figures. Adversaries measure what they cost: at full scale,
# nothing else runs beside one of them.
measure() {
  figures=$(mktemp)
  status=0
  HOLDFAST_FIGURES="$figures" node --test --test-concurrency="$1" "test/$2/**/*.test.ts" || status=$?
  printf '\n== figures\n'
  cat "$figures"
  rm -f "$figures"
  return "$status"
}
if [ "${1:-}" = --adversary ]; then
  export HOLDFAST_ADVERSARY=full
  measure 1 adversary
  exit
fi
if [ "${1:-}" = --crash ]; then
  export HOLDFAST_CRASH=full
  measure 2 crash
  exit
fi
if [ $# -gt 0 ]; then exec node --test --test-concurrency=2 "$@"; fi
echo '== unit, property, suites'
node --test --test-concurrency=2 'test/{protocol,node,cli,scripts}/**/*.test.ts'
echo '== hashes and chunks with the native hash off'
HOLDFAST_HASH=wasm node --test test/protocol/hash.test.ts test/protocol/chunk.test.ts
# The simulation computes; daemons mostly wait for each other.
echo '== simulation'
node --test --test-concurrency=2 'test/simulation/**/*.test.ts'
echo '== real daemons'
node --test --test-concurrency=4 'test/process/**/*.test.ts'
echo '== adversaries'
if [ -n "${HOLDFAST_TEST_ALL:-}" ]; then HOLDFAST_ADVERSARY=full measure 1 adversary; else measure 2 adversary; fi
echo '== crashes'
if [ -n "${HOLDFAST_TEST_ALL:-}" ]; then HOLDFAST_CRASH=full measure 2 crash; else measure 2 crash; fi
if [ -n "${HOLDFAST_TEST_ALL:-}" ]; then
  echo '== an hour of work (HOLDFAST_SOAK_MINUTES)'
  node test/soak/soak.ts
fi
