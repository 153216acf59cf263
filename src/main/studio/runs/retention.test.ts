import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import type { Notice } from '../../../contract/notices'
import { madeUpEvaluation } from '../../../contract/testing/made-up-evaluation'
import { RandomStream } from '../../gan/random/random'
import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import { writeEvaluation } from '../../storage/evaluations/evaluations'
import { evaluationsDirectory } from '../../storage/runs/paths'
import { addCheckpointFolder, checkpointFolders } from '../../storage/testing/checkpoint-folders'
import { Retention } from './retention'

const pass = (step: number, fid: number, changes: Partial<Evaluation> = {}): Evaluation =>
  madeUpEvaluation({
    ...{ step, pass: 'cheap' },
    results: [{ key: 'fid', value: fid, details: {}, protocol: {} }],
    ...changes,
  })

function retentionOf(dir: string, keepCheckpoints: number, keepBest: number) {
  const problems: (string | undefined)[] = []
  const onDeleted = vi.fn<(steps: readonly number[]) => void>()
  const mayDelete = vi.fn(() => Promise.resolve(true))
  const retention = new Retention({
    ...{ dir, hyperparameters: { keepCheckpoints, keepBest }, mayDelete, onDeleted },
    onProblem: ({ problem }: Notice) => void problems.push(problem?.code),
  })
  return { retention, problems, onDeleted, mayDelete }
}

/** A session that keeps checkpoints like one that the studio trains. */
async function session(dir: string, keep: number, best: number, from = 0) {
  const parts = retentionOf(dir, keep, best)
  await parts.retention.open()
  parts.retention.begin(from)
  await parts.retention.settled()
  return parts
}

async function save(dir: string, retention: Retention, step: number): Promise<number[]> {
  addCheckpointFolder(dir, step)
  retention.saved(step)
  await retention.settled()
  return checkpointSteps(dir)
}

async function evaluate(dir: string, retention: Retention, evaluation: Evaluation): Promise<void> {
  await writeEvaluation(dir, evaluation)
  retention.evaluated(evaluation)
  await retention.settled()
}

describe('the checkpoints of a run that trains', () => {
  it('are the newest and the best', async () => {
    const dir = checkpointFolders()
    const { retention, onDeleted } = await session(dir, 2, 1)
    for (const [step, fid] of [
      [10, 5],
      [20, 7],
      [30, 6],
      [40, 9],
    ] as const) {
      await save(dir, retention, step)
      await evaluate(dir, retention, pass(step, fid))
    }
    expect(await checkpointSteps(dir)).toEqual([10, 30, 40])
    expect(onDeleted.mock.calls).toEqual([[[20]]])
    await evaluate(dir, retention, pass(40, 1))
    expect(await checkpointSteps(dir)).toEqual([30, 40])
  })

  it('are looked at once for an evaluation, however often it arrives', async () => {
    const dir = checkpointFolders(10)
    const { retention, mayDelete } = await session(dir, 1, 1, 10)
    for (const evaluation of [pass(10, 5), pass(10, 4)]) {
      mayDelete.mockClear()
      for (let i = 0; i < 3; i++) await evaluate(dir, retention, evaluation)
      expect(mayDelete).toHaveBeenCalledTimes(1)
    }
    mayDelete.mockClear()
    await evaluate(dir, retention, pass(10, 3, { results: [] }))
    expect(mayDelete).not.toHaveBeenCalled()
  })

  it('are all kept if the settings say so, and only the newest without measurements', async () => {
    const all = checkpointFolders(1, 2, 3)
    expect(await save(all, (await session(all, 0, 1)).retention, 4)).toEqual([1, 2, 3, 4])
    const few = checkpointFolders(1, 2, 3)
    expect(await save(few, (await session(few, 1, 5)).retention, 4)).toEqual([4])
  })

  it('are not deleted before the session begins, nor if the folder no longer belongs to it', async () => {
    const dir = checkpointFolders(1, 2, 3)
    const { retention, mayDelete } = retentionOf(dir, 1, 1)
    await retention.open()
    expect(await save(dir, retention, 4)).toEqual([1, 2, 3, 4])
    mayDelete.mockResolvedValue(false)
    retention.begin(0)
    expect(await save(dir, retention, 5)).toEqual([1, 2, 3, 4, 5])
    mayDelete.mockResolvedValue(true)
    expect(await save(dir, retention, 6)).toEqual([6])
  })

  it('of an abandoned branch are neither counted nor deleted', async () => {
    const dir = checkpointFolders(5, 6, 90)
    await session(dir, 1, 0, 6)
    expect(await checkpointSteps(dir)).toEqual([6, 90])
  })

  it('stay if their evaluation cannot be read: it may be the best', async () => {
    const dir = checkpointFolders(10, 20, 30)
    const file = await writeEvaluation(dir, pass(10, 3))
    await writeEvaluation(dir, pass(20, 4))
    fs.writeFileSync(file, '{')
    const { problems } = await session(dir, 1, 1, 30)
    expect(await checkpointSteps(dir)).toEqual([10, 20, 30])
    expect(problems).toEqual([])
  })

  it('all stay, with a warning, if no evaluation can be read', async () => {
    const dir = checkpointFolders(10, 20, 30)
    fs.writeFileSync(evaluationsDirectory(dir), 'not a folder')
    const best = await session(dir, 1, 1, 30)
    expect(await checkpointSteps(dir)).toEqual([10, 20, 30])
    expect(best.problems).toEqual(['bestUnknown'])
    const newest = await session(dir, 1, 0, 30)
    expect(await checkpointSteps(dir)).toEqual([30])
    expect(newest.problems).toEqual([])
  })

  it('that cannot be deleted give one warning, and are deleted later', async () => {
    const dir = checkpointFolders(10, 20)
    const { retention, problems } = await session(dir, 1, 1, 10)
    const folder = join(dir, 'checkpoints')
    fs.renameSync(folder, join(dir, 'elsewhere'))
    fs.writeFileSync(folder, '')
    for (const step of [20, 21]) {
      retention.saved(step)
      await retention.settled()
    }
    expect(problems).toEqual(['notRetained'])
    fs.rmSync(folder)
    fs.renameSync(join(dir, 'elsewhere'), folder)
    expect(await save(dir, retention, 30)).toEqual([30])
  })
})

/*
 * A run whose measurements arrive at random times and whose host is killed at random times.
 * Whatever happens, what is on disk must be exactly the newest checkpoints, the best ones and those
 * to be measured.
 */
describe('at random', () => {
  it.each(Array.from({ length: 25 }, (_, i) => i))(
    'neither late measurements nor kills lose a checkpoint that is to be kept (%i)',
    async (seed) => {
      const random = RandomStream.seeded(seed, 'retention')
      const [keep, best] = [1 + random.below(3), random.below(4)]
      const dir = checkpointFolders()
      const fids = new Map<number, number>()
      /** Steps to be measured; a host that is killed forgets them, and finds them again on resuming. */
      const pending = new Set<number>()
      const saved: number[] = []
      let { retention } = await session(dir, keep, best)

      const wanted = async () => {
        const ranked = [...fids].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([step]) => step)
        const steps = [...saved.slice(-keep), ...ranked.slice(0, best), ...pending]
        expect(await checkpointSteps(dir)).toEqual([...new Set(steps)].sort((a, b) => a - b))
      }
      const events = [
        async () => {
          const step = 10 * (saved.length + 1)
          saved.push(step)
          if (random.below(3) > 0) {
            pending.add(step)
            retention.hold(step)
          }
          await save(dir, retention, step)
        },
        async () => {
          const step = [...pending][random.below(Math.max(1, pending.size))]
          if (step === undefined) return
          // Few different values, so that some are equal.
          const fid = random.below(6)
          const evaluation = pass(step, fid)
          await writeEvaluation(dir, evaluation)
          fids.set(step, fid)
          // The host may be killed after a measurement was stored, before it knows of it.
          if (random.below(4) > 0) {
            retention.evaluated(evaluation)
            pending.delete(step)
            retention.release(step)
            await retention.settled()
          } else {
            pending.delete(step)
            await resume()
          }
        },
        async () => {
          const step = [...pending][0]
          if (step === undefined) return
          pending.delete(step)
          retention.release(step)
          await retention.settled()
        },
        () => resume(),
      ]
      async function resume() {
        retention = retentionOf(dir, keep, best).retention
        await retention.open()
        for (const step of pending) retention.hold(step)
        retention.begin(saved.at(-1) ?? 0)
        await retention.settled()
      }
      for (let i = 0; i < 40; i++) {
        await events[random.below(events.length)]?.()
        await wanted()
      }
    },
  )
})
