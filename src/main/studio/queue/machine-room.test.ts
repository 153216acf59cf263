import { expect, it } from 'vitest'
import type { Usage } from '../../../contract/hardware/sample'
import { presets } from '../../../contract/hyperparameters'
import type { Run } from '../../../contract/run'
import { createRun } from '../../storage/runs/runs'
import { tempDir } from '../../storage/testing/temp-dir'
import type { LiveRun } from '../runs/live-run'
import { MachineRoom } from './machine-room'

/** More than any machine has. */
const HUGE = 1e15

/** A room in which a run trains that reports what the test says, and one that waits. */
async function madeUpRoom() {
  const root = tempDir()
  const hyperparameters = { ...presets.reference, checkpointInterval: 100 }
  const config = { hyperparameters, dataset: 'mnist', engine: 'wasm', threads: 1 } as const
  const made = await createRun(root, { name: 'trains', config, now: new Date() })
  const waiting = await createRun(root, { name: 'waits', config, now: new Date() })
  const startedAt = '2026-01-02T03:04:05.000Z'
  const run = { ...made.run, sessions: [{ startedAt, fromStep: 1000 }] } as unknown as Run
  const hardware: { usage: Usage | undefined } = { usage: undefined }
  const session = { run, hardware }
  const summary = { state: 'running', starting: null, stepsPerSecond: null }
  const all = [{ id: run.id, dir: made.dir, session, summary }] as unknown as LiveRun[]
  const open = () =>
    new MachineRoom({
      ...{ root, datasetsDirs: ['resources/datasets'], stamp: 'this machine' },
      registry: { all, count: 1, has: (id) => id === run.id },
      secondsPerStep: () => null,
    })
  const reports = (step: number, peakBytes: number) => {
    hardware.usage = { step, cpuSeconds: 1, residentBytes: peakBytes, peakBytes }
  }
  const reason = async (room: MachineRoom) =>
    (await room.reasonToWait(waiting, {}, 2))?.problem?.code
  return { open, reports, reason }
}

it('needs as much memory as a run with the same settings took, also in the next program', async () => {
  const { open, reports, reason } = await madeUpRoom()
  const room = open()
  await room.observe()
  expect(await reason(room)).toBeUndefined()
  reports(1200, HUGE)
  await room.observe()
  expect(await reason(room)).toBe('waitsForMemory')
  // A lower figure later, as of another run, is not its need.
  reports(1300, 1)
  await room.observe()
  expect(await reason(room)).toBe('waitsForMemory')
  expect(await reason(open())).toBe('waitsForMemory')
})

it('does not count the memory before the first checkpoint as all that a run needs', async () => {
  const { open, reports, reason } = await madeUpRoom()
  const room = open()
  reports(1001, HUGE)
  await room.observe()
  expect(await reason(room)).toBeUndefined()
  expect(await reason(open())).toBeUndefined()
})
