import fs from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { madeUpEvaluation } from '../../../../contract/testing/made-up-evaluation'
import { writeEvaluation } from '../../../storage/evaluations/evaluations'
import { createRun, updateRun } from '../../../storage/runs/runs'
import { someConfig } from '../../../storage/testing/samples-of-data'
import { tempDir } from '../../../storage/testing/temp-dir'
import { RunsWatch } from './runs-watch'

const watches: RunsWatch[] = []
afterEach(() => watches.splice(0).forEach((watch) => watch.stop()))

const newRun = async (root: string, name = 'a run') =>
  createRun(root, { name, config: someConfig, now: new Date() })

/** A watch on a data folder, and what it has noticed, in order. */
async function watched(root: string, failing: readonly string[] = []) {
  const noticed: string[] = []
  const waiting = new Set<() => void>()
  const note = (text: string): void => {
    noticed.push(text)
    for (const check of [...waiting]) check()
  }
  const watch = new RunsWatch({
    root,
    intervalMs: 1,
    changed: (id) => {
      note(`changed ${id}`)
      return failing.includes(id) ? Promise.reject(new Error('unreadable')) : Promise.resolve()
    },
    measured: (id) => {
      note(`measured ${id}`)
      return Promise.resolve()
    },
    removed: (id) => note(`removed ${id}`),
  })
  watches.push(watch)
  watch.start()
  await watch.ready()
  const until = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!noticed.includes(text)) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  return { watch, noticed, until }
}

test('of many runs, only the one that changed is read', async () => {
  const root = tempDir()
  const runs = await Promise.all(Array.from({ length: 50 }, (_, i) => newRun(root, `run ${i}`)))
  const { noticed, until } = await watched(root)
  const changed = runs[17]
  if (changed === undefined) throw new Error('no such run')
  await updateRun(changed.dir, (run) => ({ ...run, name: 'renamed' }))
  const added = await newRun(root)
  await until(`changed ${added.run.id}`)
  await until(`changed ${changed.run.id}`)
  expect(new Set(noticed)).toEqual(new Set([changed, added].map(({ run }) => `changed ${run.id}`)))
})

test('a run that starts elsewhere, is edited in place, or is deleted is noticed', async () => {
  const root = tempDir()
  const { dir, run } = await newRun(root)
  const locked = await watched(root)
  fs.writeFileSync(path.join(dir, 'trainer.lock'), '{}')
  await locked.until(`changed ${run.id}`)
  locked.watch.stop()
  const edited = await watched(root)
  fs.appendFileSync(path.join(dir, 'run.json'), ' ')
  await edited.until(`changed ${run.id}`)
  fs.rmSync(dir, { recursive: true })
  await edited.until(`removed ${run.id}`)
})

test('a run that cannot be read does not keep others from being noticed', async () => {
  const root = tempDir()
  const [one, other] = [await newRun(root), await newRun(root)]
  const failing = await watched(root, [one.run.id, other.run.id])
  for (const { dir } of [one, other]) fs.writeFileSync(path.join(dir, 'run.json'), '{')
  await failing.until(`changed ${one.run.id}`)
  await failing.until(`changed ${other.run.id}`)
})

test('works before the folder of runs exists, and notices nothing after it was stopped', async () => {
  const root = tempDir()
  const { watch, noticed, until } = await watched(root)
  const { run } = await newRun(root)
  await until(`changed ${run.id}`)
  watch.stop()
  const before = noticed.length
  await newRun(root)
  const later = await watched(root)
  await newRun(root).then(({ run }) => later.until(`changed ${run.id}`))
  expect(noticed).toHaveLength(before)
})

test('evaluations that another process stores are noticed, those of a new run with it', async () => {
  const root = tempDir()
  const [measured, other] = [await newRun(root), await newRun(root, 'other')]
  await writeEvaluation(measured.dir, madeUpEvaluation({ step: 10 }))
  const { noticed, until } = await watched(root)
  await writeEvaluation(measured.dir, madeUpEvaluation({ step: 10 }))
  await until(`measured ${measured.run.id}`)
  expect(noticed).not.toContain(`changed ${measured.run.id}`)
  expect(noticed).not.toContain(`measured ${other.run.id}`)
  await writeEvaluation(measured.dir, madeUpEvaluation({ step: 20 }))
  await until(`measured ${measured.run.id}`)
  const { run } = await newRun(root, 'new')
  await until(`changed ${run.id}`)
  expect(noticed).not.toContain(`measured ${run.id}`)
})
