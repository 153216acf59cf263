import fs from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepTemporaries } from './atomic'
import {
  latestUsable,
  listCheckpoints,
  readCheckpoint,
  writeCheckpoint,
} from '../checkpoints/checkpoints'
import { changesIn } from '../testing/changes'
import { bundleProgram, ended, start } from '../testing/children'
import { seededRandom, someContents } from '../testing/samples-of-data'
import { tempDir, temporariesBelow } from '../testing/temp-dir'

/*
 * No crash may leave a listed checkpoint that fails verification, or lose one that was reported as
 * written.
 */

let program: string
beforeAll(async () => {
  program = await bundleProgram('publish-program')
})
afterAll(() => fs.rmSync(join(program, '..'), { recursive: true, force: true }))

async function verifyAll(runDir: string): Promise<number[]> {
  const listed = await listCheckpoints(runDir)
  for (const { dir, step } of listed) expect((await readCheckpoint(dir)).step).toBe(step)
  return listed.map(({ step }) => step)
}

/**
 * Runs the program until it is killed or ends, checks what it left, and returns the last step it
 * reported and its exit code or signal.
 */
async function crashOnce(
  runDir: string,
  dieAt: number,
  end: (kill: () => void) => void,
): Promise<{ reported: number; outcome: number | string }> {
  const first = ((await listCheckpoints(runDir)).at(-1)?.step ?? 0) + 1
  const child = start(program, runDir, String(first), String(dieAt))
  let reported = first - 1
  child.on('message', (step) => {
    if (reported === first - 1) end(() => child.kill('SIGKILL'))
    reported = Number(step)
  })
  const outcome = await ended(child)
  await verifyAll(runDir)
  await sweepTemporaries(runDir)
  const steps = await verifyAll(runDir)
  if (reported > 0) expect(steps).toContain(reported)
  expect(temporariesBelow(runDir)).toEqual([])
  return { reported, outcome }
}

test('a run stays intact when killed before any single file system call', async () => {
  const prepared = tempDir()
  for (const step of [1, 2, 3]) await writeCheckpoint(prepared, someContents(step))
  let calls = 0
  let survived = false
  const crashOneByOne = async () => {
    while (!survived) {
      const dieAt = ++calls
      const runDir = tempDir()
      fs.cpSync(prepared, runDir, { recursive: true })
      const { outcome } = await crashOnce(runDir, dieAt, () => undefined)
      survived ||= outcome === 0
      expect(['SIGKILL', 0]).toContain(outcome)
    }
  }
  await Promise.all([crashOneByOne(), crashOneByOne()])
  // Two publications at more than 20 calls each, and a removal.
  expect(calls).toBeGreaterThan(45)
}, 300_000)

test('a run stays intact when killed at random moments', async () => {
  const runDir = tempDir()
  fs.mkdirSync(join(runDir, 'checkpoints'))
  const random = seededRandom(7)
  let published = 0
  for (let round = 0; round < 25; round++) {
    const before = published
    const { reported, outcome } = await crashOnce(runDir, 0, (kill) => {
      void changesIn([join(runDir, 'checkpoints')], Math.floor(random() * 40)).then(kill)
    })
    expect(outcome).toBe('SIGKILL')
    expect(reported).toBeGreaterThan(before)
    published = reported
  }
  const { checkpoint, skipped } = await latestUsable(runDir)
  expect(checkpoint?.step).toBeGreaterThanOrEqual(published)
  expect(skipped).toEqual([])
}, 300_000)
