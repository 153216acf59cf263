import { describe, expect, it } from 'vitest'
import type { RunDetail } from '../../../contract/summary'
import { StudioError } from '../../../contract/errors'
import { FakeClient } from '../../testing/fake-client'
import { fakeRun } from '../../testing/fake-data'
import { flushPromises } from '../../testing/flush-promises'
import { FakeWindow } from '../../testing/fake-window'
import { StudioState } from '../../state/studio.svelte'
import { openGeneration } from './generation.svelte'
import type { Generation } from './generation.svelte'

const generated = { count: 25, columns: 5, size: 28, channels: 1, warnings: [] }

/** A file that begins with `head`, followed by zeros. */
function fileOf(name: string, head: string, size: number): File {
  const bytes = new Uint8Array(size)
  bytes.set(Uint8Array.from(head, (c) => c.charCodeAt(0)))
  return new File([bytes], name)
}

async function setUp() {
  const host = new FakeClient()
  host.runs.set('a', fakeRun('a'))
  const checkpoints = [500, 1000, 1500].map((step) => ({
    step,
    bytes: 10,
    savedAt: '2026-01-02T03:04:05.000Z',
    ...{ fid: null, fidImages: null, best: false },
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
    generation.selection.toggle(8)
    generation.selection.toggle(3)
    await generation.interpolate()
    expect(host.calls.at(-1)).toMatchObject({ request: { from: 8, to: 3 } })
    expect(generation.interpolation?.set.count).toBe(generation.frames)
    await generation.generate()
    expect(generation.selection.numbers).toEqual([])
    expect(generation.interpolation).toBeUndefined()
  })

  it('interpolates only between exactly two images, and keeps the result when others are selected', async () => {
    const { host, generation } = await setUp()
    await generation.generate()
    const before = host.calls.length
    for (const n of [1, 5, 9]) generation.selection.toggle(n)
    await generation.interpolate()
    expect(host.calls.length).toBe(before)
    generation.selection.toggle(5)
    await generation.interpolate()
    expect(generation.interpolation).toMatchObject({ from: 1, to: 9 })
    generation.selection.toggle(7)
    expect(generation.interpolation).toMatchObject({ from: 1, to: 9 })
  })

  it('names files by what the images were generated from, not by what is chosen now', async () => {
    const { generation } = await setUp()
    generation.seed = 7
    generation.latentScale = 0.7
    await generation.generate()
    generation.seed = 8
    generation.latentScale = 1
    generation.chooseStep(500)
    const name = fakeRun('a').name.replaceAll(' ', '-')
    expect(generation.stem()).toBe(`${name}-step-1500-seed-7-scale-0.7`)
    expect(generation.stem({ from: 0, to: 8 })).toBe(
      `${name}-step-1500-seed-7-scale-0.7-images-1-to-9`,
    )
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
    generation.chooseKind('upload')
    await generation.open(fileOf('big.safetensors', '', 40_000_000))
    expect(generation.fileError?.where).toBe('big.safetensors')
    expect(host.calls.length).toBe(before)
  })

  it('names the format of a file that is not safetensors, whatever its size, without sending it', async () => {
    const { host, generation } = await setUp()
    const before = host.calls.length
    generation.chooseKind('upload')
    for (const size of [600, 40_000_000]) {
      await generation.open(fileOf('net.pt', '\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.', size))
      // Not among the results.
      expect(generation.error).toBeUndefined()
      expect(generation.fileError).toMatchObject({
        where: 'net.pt',
        problem: { code: 'weightsOfOtherFormat', given: { format: 'pytorch' } },
      })
    }
    expect(host.calls.length).toBe(before)
  })

  it.each<[string, (generation: Generation) => void]>([
    ['another kind of source', (generation) => generation.chooseKind('checkpoint')],
    ['a run', (generation) => generation.chooseRun('a')],
    ['a checkpoint', (generation) => generation.chooseStep(500)],
  ])('drops the error of a source when %s is chosen', async (_, choose) => {
    const { generation } = await setUp()
    generation.chooseKind('upload')
    await generation.open(fileOf('empty.safetensors', '', 40_000_000))
    expect(generation.fileError).toBeDefined()
    choose(generation)
    expect(generation.fileError).toBeUndefined()
  })

  it('does not show the error of an upload beside another source', async () => {
    const { host, generation } = await setUp()
    const sent = new Promise<() => void>((resolve) => {
      host.override['weights.upload'] = () =>
        new Promise((_, reject) =>
          resolve(() => reject(new StudioError('checkpoint', 'not a generator'))),
        )
    })
    generation.chooseKind('upload')
    const opening = generation.open(fileOf('a.safetensors', '', 40))
    const fail = await sent
    generation.chooseRun('a')
    fail()
    await opening
    expect(generation.fileError).toBeUndefined()
  })
})
