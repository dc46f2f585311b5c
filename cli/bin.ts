#!/usr/bin/env node
// The `holdfast` command. Checks Node's version before anything that an old Node could not even parse is loaded:
// keep this file to syntax that Node 18 runs.
const major = Number(process.versions.node.split('.')[0])

if (major < 24) {
  process.stderr.write(
    `holdfast: needs Node 24 or newer, this is ${process.versions.node}\n` +
      '  next: npm install node@24 here, or see https://nodejs.org/en/download, then run it again\n',
  )
  process.exitCode = 78
} else {
  // Half of a short command's time is compiling libraries; Node keeps the result for the next one.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { runProcess } = await import('./main.ts')
  await runProcess()
}
