import path from 'node:path'
import { expect, it } from 'vitest'
import { checkpointBefore } from '../src/contract/alarms/alarm'
import { readActivity } from '../src/main/storage/runs/activity-log'
import { readRun } from '../src/main/storage/runs/runs'
import { endless, open } from './support/studio-host'
import { temporaryFolder } from './support/studio'

it('an alarm is shown while training, and is still there after a restart and a resume', async () => {
  const root = temporaryFolder()
  const { call, inState, waitForEvent, studio } = await open(root)
  const good = await call('runs.train', { name: 'good', config: endless(root, { steps: 200 }) })
  await inState(good.id, 'finished')
  const config = endless(root, { learningRate: 1, sampleInterval: 100 })
  const from = { run: good.id, step: 200 }
  const { id } = await call('runs.train', { name: 'wrong', config, from })

  const { run } = await waitForEvent('run', (event) => {
    return event.run.id === id && event.run.alarms.length > 0
  })
  expect(run.state).toBe('running')
  const [alarm] = run.alarms
  expect(alarm?.since).toBeGreaterThan(200)
  expect((alarm?.found ?? Infinity) - 200).toBeLessThanOrEqual(1000)
  const { checkpoints } = await call('runs.get', { id })
  const steps = checkpoints.map(({ step }) => step)
  expect(checkpointBefore(run.alarms, steps)).toBe(200)
  await call('runs.stop', { id })
  await studio.close()

  const dir = path.join(root, 'runs', id)
  expect((await readRun(dir)).sessions.at(-1)?.alarms).toContainEqual(alarm)
  const codes = (await readActivity(dir)).map(({ problem }) => problem?.code)
  expect(codes.filter((code) => code === alarm?.what.problem?.code)).toHaveLength(1)
  const again = await open(root)
  const stored = await again.call('runs.get', { id })
  expect(stored.summary.alarms).toContainEqual(alarm)
  expect(stored.log.map(({ problem }) => problem?.code)).toContain(alarm?.what.problem?.code)

  await again.call('runs.resume', { id })
  await again.pastStep(id, stored.summary.step + 400)
  await again.call('runs.stop', { id })
  const resumed = await again.call('runs.get', { id })
  expect(resumed.summary.alarms.filter(({ kind }) => kind === alarm?.kind)).toEqual([alarm])
})
