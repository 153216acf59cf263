import { expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { createRun, readRun } from '../../storage/runs/runs'
import { runStamp } from '../../storage/runs/unchanged'
import { tempDir } from '../../storage/testing/temp-dir'
import type { ChildHandle } from '../../trainer/launch/trainer-process'
import { RunSession } from './run-session'

const overview = {
  engine: { name: 'wasm', version: '4.22.0', device: 'WebAssembly', threads: 1 },
  dataset: {
    ...{ name: 'mnist', fingerprint: 'a'.repeat(64) },
    ...{ images: 1000, width: 28, height: 28, channels: 1 },
  },
  notes: [],
  ...{ fromStep: 0, stepsPerEpoch: 10, totalSteps: 100 },
}

/** A trainer whose answer to the start was sent just before it was killed. */
function answersWhenKilled(killed: () => void): ChildHandle {
  let send: (message: unknown) => void = () => undefined
  let ended: Parameters<ChildHandle['onExit']>[0] = () => undefined
  let request = 0
  return {
    pid: 1,
    post: (message) => {
      request = (message as { id: number }).id
      killed()
    },
    onMessage: (handle) => (send = handle),
    onExit: (handle) => (ended = handle),
    kill: () => {
      send({ kind: 'reply', id: request, body: overview })
      setImmediate(() => ended({ code: null, signal: 'SIGKILL' }))
    },
  }
}

it('a start that was cancelled as the trainer answered fails, and leaves the run as it was', async () => {
  const config = {
    ...{ hyperparameters: presets.reference, dataset: 'mnist' },
    ...{ engine: 'wasm' as const, threads: 1 },
  }
  const { dir, run } = await createRun(tempDir(), { name: 'cancelled', config, now: new Date() })
  const controller = new AbortController()
  const start = RunSession.start({
    launch: () => answersWhenKilled(() => controller.abort()),
    job: { runDir: dir, config, datasetsDirs: [], madeFrom: runStamp(run) },
    onEvent: () => undefined,
    signal: controller.signal,
  })
  await expect(start).rejects.toMatchObject({ name: 'AbortError' })
  expect(await readRun(dir)).toEqual(run)
})
