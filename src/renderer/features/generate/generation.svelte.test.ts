import { describe, expect, it } from 'vitest'
import type { RunDetail } from '../../../contract/summary'
import { StudioError } from '../../../contract/errors'
import { FakeClient } from '../../testing/fake-client'
import { fakeRun } from '../../testing/fake-data'
import { flushPromises } from '../../testing/flush-promises'
import { FakeWindow } from '../../testing/fake-window'
import { StudioState } from '../../state/studio.svelte'
import { openGeneration } from './generation.svelte'

const generated = { count: 25, columns: 5, size: 28, channels: 1, warnings: [] }

async function setUp() {
  const host = new FakeClient()
  host.runs.set('a', fakeRun('a'))
  const checkpoints = [500, 1000, 1500].map((step) => ({
    step,
    bytes: 10,
    savedAt: '2026-01-02T03:04:05.000Z',
  }))
  host.override['runs.get'] = ({ id }): RunDetail => ({
    summary: fakeRun(id),
    samples: [],
    checkpoints,
    newestUsable: null,
    sessions: [],
    log: [],
  })
  let sets = 0
  host.override.generate = ({ count }) => ({ ...generated, count, id: `set-${++sets}` })
  host.override.interpolate = ({ frames }) => ({
    ...generated,
    count: frames,
    id: `strip-${++sets}`,
  })
  const studio = new StudioState(host, new FakeWindow())
  host.connect()
  await flushPromises()
  const generation = openGeneration(studio)
  generation.chooseRun('a')
  await flushPromises()
  return { host, studio, generation, checkpoints }
}

describe('generating', () => {
  it('uses the newest checkpoint unless another is chosen and still exists', async () => {
    const { host, generation, checkpoints } = await setUp()
    expect(generation.source).toEqual({ kind: 'checkpoint', id: 'a', step: 1500 })
    generation.chooseStep(500)
    expect(generation.step).toBe(500)
    host.emit({ type: 'checkpoints', id: 'a', checkpoints: checkpoints.slice(1) })
    expect(generation.step).toBe(1500)
  })

  it('sends the shown settings and clears the previous selection', async () => {
    const { host, generation } = await setUp()
    generation.seed = 7
    generation.count = 9
    generation.latentScale = 0.7
    await generation.generate()
    expect(host.calls.at(-1)).toEqual({
      command: 'generate',
      request: {
        source: { kind: 'checkpoint', id: 'a', step: 1500 },
        count: 9,
        seed: 7,
        latentScale: 0.7,
        statistics: 'running',
      },
    })
    generation.pick(3)
    generation.pick(8)
    await generation.interpolate()
    expect(generation.strip?.count).toBe(generation.frames)
    await generation.generate()
    expect([generation.picks, generation.strip]).toEqual([[], undefined])
  })

  it('keeps the current images and shows the error with its remedy on failure', async () => {
    const { host, generation } = await setUp()
    await generation.generate()
    const before = generation.result
    host.override.generate = () =>
      Promise.reject(
        new StudioError('checkpoint', 'the file is damaged', { remedy: 'Take another.' }),
      )
    await generation.generate()
    expect(generation.error).toEqual({
      code: 'checkpoint',
      message: 'the file is damaged',
      remedy: 'Take another.',
    })
    expect(generation.result).toBe(before)
    expect(generation.busy).toBeUndefined()
  })

  it('shows only the reply to the last request', async () => {
    const { host, generation } = await setUp()
    const answers: (() => void)[] = []
    host.override.generate = ({ count }) =>
      new Promise((resolve) =>
        answers.push(() => resolve({ ...generated, count, id: `n${count}` })),
      )
    generation.count = 1
    const first = generation.generate()
    generation.count = 2
    const second = generation.generate()
    await flushPromises()
    answers[1]?.()
    answers[0]?.()
    await Promise.all([first, second])
    expect(generation.result?.id).toBe('n2')
  })

  it('keeps its state after leaving the screen', async () => {
    const { studio, generation } = await setUp()
    expect(openGeneration(studio)).toBe(generation)
  })

  it('does not send a file over the size limit', async () => {
    const { host, generation } = await setUp()
    const before = host.calls.length
    await generation.open({ size: 40_000_000, name: 'big.safetensors' } as File)
    expect(generation.error?.where).toBe('big.safetensors')
    expect(host.calls.length).toBe(before)
  })
})
