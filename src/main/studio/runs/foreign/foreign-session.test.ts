import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Run } from '../../../../contract/run'
import { presets } from '../../../../contract/hyperparameters'
import { metricsLine } from '../../../storage/runs/metrics-lines'
import { metricsFile, samplesDirectory } from '../../../storage/runs/paths'
import { createRun, updateRun } from '../../../storage/runs/runs'
import { tempDir } from '../../../storage/testing/temp-dir'
import { withEnding, withSession } from '../session-record'
import { ForeignSession } from './foreign-session'

const engine = { name: 'cpu', version: '1', device: 'cpu', threads: 1 } as const

async function startedRun(): Promise<{ dir: string; run: Run }> {
  const config = { hyperparameters: presets.reference, dataset: 'mnist', engine: 'cpu' as const }
  const named = { name: 'elsewhere', config: { ...config, threads: 1 }, now: new Date() }
  const { dir } = await createRun(tempDir(), named)
  const run = await updateRun(dir, (run) => withSession(run, { fromStep: 0, engine }))
  return { dir, run }
}

/** Logs steps as the trainer does, and leaves samples. */
function reach(dir: string, steps: readonly number[], samples: readonly number[]): void {
  for (const step of steps)
    fs.appendFileSync(metricsFile(dir), metricsLine({ step, epoch: 1, lossD: 1 }))
  for (const sample of samples) {
    const stem = path.join(samplesDirectory(dir), String(sample).padStart(8, '0'))
    for (const extension of ['png', 'json']) fs.writeFileSync(`${stem}.${extension}`, '')
  }
}

it('samples are published up to the last logged step, although the end was recorded at an earlier one', async () => {
  const { dir, run } = await startedRun()
  fs.mkdirSync(samplesDirectory(dir), { recursive: true })
  const session = new ForeignSession(dir)
  await session.news(run, { step: 0, stepsPerSecond: null, trainedSeconds: null })
  reach(dir, [1, 2, 3, 4, 5], [3, 5, 7])
  // The host of a killed trainer knows only the steps that reached it.
  const error = { message: 'killed', code: 'training' } as const
  const outcome = { kind: 'interrupted', step: 4, error } as const
  const ended = await updateRun(dir, (run) => withEnding(run, 0, outcome, 1))
  const samples = async (): Promise<number[]> =>
    (await session.lastNews(ended)).flatMap((event) =>
      event.type === 'sample' ? [event.step] : [],
    )
  expect(await samples()).toEqual([3, 5])
  expect(await samples()).toEqual([])
})
