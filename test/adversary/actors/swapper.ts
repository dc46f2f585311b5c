// Another process that may write to the target while a restore is under way: it puts symlinks to a folder outside in the
// place of directories and files, moves what was there aside, and puts it back.
import { lstatSync, readdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { runActor } from './actor.ts'

export interface SwapTask {
  readonly target: string
  readonly outside: string
}

runActor<SwapTask, void>(async ({ target, outside }, stage) => {
  let swaps = 0
  let isOver = false
  stage.told().then(() => (isOver = true))
  stage.say('ready')
  while (!isOver) {
    for (const path of directoriesBelow(target)) if (swap(path, outside)) swaps++
    await nextTurn()
  }
  stage.say('swaps', swaps)
})

function swap(path: string, outside: string): boolean {
  const aside = `${path}.aside`
  try {
    renameSync(path, aside)
    symlinkSync(outside, path)
    // For a moment the link stands where the directory was.
    for (let i = 0; i < 50; i++) lstatSync(path)
    unlinkSync(path)
    renameSync(aside, path)
    return true
  } catch {
    // The restore was there first; what was moved stays moved now and then, as an attacker would leave it.
    rmSync(aside, { recursive: true, force: true })
    return false
  }
}

// Only what the snapshot has: listed through a link of ours, there may be names of the folder outside.
const OURS = /^(d\d|e|\.holdfast-.*\.part)$/

function directoriesBelow(target: string): string[] {
  try {
    return readdirSync(target, { recursive: true, withFileTypes: true })
      .filter(entry => OURS.test(entry.name))
      .map(entry => join(entry.parentPath, entry.name))
  } catch {
    return [] // it comes and goes
  }
}
