#!/usr/bin/env bash
# Builds dist/, the publishable package: JavaScript and declarations, the generated messages beside them.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
rm -rf dist
tsc -p tsconfig.build.json
cp protocol/messages.js protocol/messages.d.ts protocol/protobuf-minimal.js dist/protocol/
chmod +x dist/cli/bin.js
