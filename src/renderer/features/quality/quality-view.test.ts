import { describe, expect, it } from 'vitest'
import { problemError, toReport } from '../../../contract/errors'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import { FakeClient } from '../../testing/fake-client'
import { fakeRun } from '../../testing/fake-data'
import { FakeWindow } from '../../testing/fake-window'
import { flushPromises } from '../../testing/flush-promises'
import { StudioState } from '../../state/studio.svelte'
import { openQuality } from './quality-view.svelte'
import { evaluationOf, measuredAt } from './testing'

const reused = false
const progress: MeasureProgress = { stage: 'generated', done: 20, of: 100 }

async function setUp(stored: Evaluation[] = []) {
  const host = new FakeClient()
  host.runs.set('a', fakeRun('a'))
  const listed = [...stored]
  const cancelled: string[] = []
  host.override['evaluations.list'] = () => ({ evaluations: [...listed], warnings: [] })
  host.override['evaluations.pending'] = () => ({ measurements: [], automatic: true })
  host.override['evaluations.measure'] = () => ({ measurement: 'm1' })
  host.override['evaluations.cancel'] = ({ measurement }) => {
    cancelled.push(measurement)
    return {}
  }
  const studio = new StudioState(host, new FakeWindow())
  host.connect()
  await flushPromises()
  const quality = openQuality(studio, 'a')
  await flushPromises()
  const lists = () => host.calls.filter(({ command }) => command === 'evaluations.list').length
  const of = { measurement: 'm1', id: 'a', step: 500 } as const
  const end = (evaluation: Evaluation | null, error: Error | null = null) =>
    host.emit({
      ...{ type: 'measuringEnded', ...of, evaluation, reused },
      error: error === null ? null : toReport(error),
    })
  const onProgress = () => host.emit({ type: 'measuring', ...of, progress })
  return { host, studio, quality, listed, lists, cancelled, end, onProgress }
}

describe('the quality of a run', () => {
  it('is loaded once, and updated by its own events only', async () => {
    const { host, studio, quality, lists } = await setUp([measuredAt(100, { fid: 9 })])
    host.emit({ type: 'evaluation', id: 'a', evaluation: measuredAt(200, { fid: 5 }), reused })
    host.emit({ type: 'evaluation', id: 'b', evaluation: measuredAt(300, { fid: 5 }), reused })
    expect(quality.steps).toEqual([100, 200])
    expect(openQuality(studio, 'a')).toBe(quality)
    expect(lists()).toBe(1)
  })

  it('is measured with the chosen net, or without naming one if the suited net is chosen', async () => {
    const { host, quality } = await setUp()
    await quality.measure(500)
    const net = { id: 'folder', path: '/nets/mine' } as const
    await quality.measure(500, { net })
    const bodies = host.calls.flatMap(({ command, request }) =>
      command === 'evaluations.measure' ? [request] : [],
    )
    expect(bodies).toEqual([
      { id: 'a', step: 500 },
      { id: 'a', step: 500, net },
    ])
  })

  it('is loaded again after another process has measured it', async () => {
    const { host, quality, listed, lists } = await setUp([measuredAt(100, { fid: 9 })])
    listed.push(measuredAt(200, { fid: 5 }))
    host.emit({ type: 'evaluationsChanged', id: 'b' })
    host.emit({ type: 'evaluationsChanged', id: 'a' })
    await flushPromises()
    expect(quality.steps).toEqual([100, 200])
    expect(lists()).toBe(2)
  })

  it('keeps what arrived while it was loading', async () => {
    const { host, quality } = await setUp([measuredAt(100, { fid: 9 })])
    const loading = quality.load()
    host.emit({ type: 'evaluation', id: 'a', evaluation: measuredAt(200, { fid: 5 }), reused })
    await loading
    expect(quality.steps).toEqual([100, 200])
  })

  it('is loaded again after missed events, and when another session begins', async () => {
    const { host, quality, listed, lists } = await setUp()
    listed.push(measuredAt(100, { fid: 9 }))
    host.disconnect()
    host.connect()
    await flushPromises()
    expect(quality.steps).toEqual([100])
    const before = lists()
    const run = fakeRun('a', { state: 'running' })
    host.emit({ type: 'run', run })
    host.emit({ type: 'run', run })
    expect(lists()).toBe(before)
    host.emit({ type: 'run', run: { ...run, changedAt: '2027-01-01T00:00:00.000Z' } })
    expect(lists()).toBe(before + 1)
  })

  it('reports a failed load, and can be loaded again', async () => {
    const { host, quality } = await setUp()
    host.override['evaluations.list'] = () =>
      Promise.reject(problemError('usage', 'studioClosing', {}))
    await quality.load()
    expect(quality.error).toMatchObject({ code: 'usage' })
    host.override['evaluations.list'] = () => ({ evaluations: [evaluationOf()], warnings: [] })
    await quality.load()
    expect([quality.error, quality.steps]).toEqual([undefined, [500]])
  })
})

describe('a requested measurement', () => {
  it('waits, progresses and ends with a result, whose protocol is then shown', async () => {
    const other = evaluationOf({ weights: 'raw', measuredAt: '2027-01-01T00:00:00.000Z' })
    const { host, quality, end, onProgress } = await setUp([other])
    await quality.measure(500)
    expect(quality.measuring).toEqual([{ id: 'm1', step: 500, progress: null }])
    onProgress()
    expect(quality.measuring).toEqual([{ id: 'm1', step: 500, progress }])
    const evaluation = evaluationOf()
    host.emit({ type: 'evaluation', id: 'a', evaluation, reused })
    end(evaluation)
    expect(quality.measuring).toEqual([])
    expect(quality.ended).toMatchObject({ step: 500, error: null, reused, cancelled: false })
    expect(quality.group?.last).toEqual(evaluation)
  })

  it('is not shown if it ended before the answer', async () => {
    const { host, quality, end } = await setUp()
    host.override['evaluations.measure'] = () => {
      end(evaluationOf())
      return { measurement: 'm1' }
    }
    await quality.measure(500)
    expect(quality.measuring).toEqual([])
  })

  it('that fails keeps its error with the remedy until the next', async () => {
    const { quality, end } = await setUp()
    await quality.measure(500)
    end(null, problemError('data', 'nothingHeldOut', { name: 'tiny' }))
    expect(quality.ended?.error?.problem?.code).toBe('nothingHeldOut')
    await quality.measure(500)
    expect(quality.ended).toBeUndefined()
  })

  it('that is refused is an error too', async () => {
    const { host, quality } = await setUp()
    host.override['evaluations.measure'] = () =>
      Promise.reject(problemError('usage', 'studioClosing', {}))
    await quality.measure(500)
    expect(quality.ended?.error?.problem?.code).toBe('studioClosing')
    expect(quality.measuring).toEqual([])
  })

  it('can be cancelled, which is said and is not an error', async () => {
    const { quality, cancelled, end, onProgress } = await setUp()
    await quality.measure(500)
    onProgress()
    await quality.cancel('m1')
    end(null)
    expect(cancelled).toEqual(['m1'])
    expect(quality.measuring).toEqual([])
    expect(quality.ended).toMatchObject({ step: 500, error: null, cancelled: true })
  })

  it('is forgotten when the connection was lost, unless it is still in progress', async () => {
    const { host, quality, onProgress } = await setUp()
    await quality.measure(500)
    host.disconnect()
    host.connect()
    await flushPromises()
    expect(quality.measuring).toEqual([])
    onProgress()
    expect(quality.measuring).toEqual([{ id: 'm1', step: 500, progress }])
  })
})

describe('the measurement at the end of training', () => {
  const begin = async () => {
    const set = await setUp()
    set.host.emit({ type: 'measuring', measurement: null, id: 'a', step: 500, progress })
    expect(set.quality.measuring).toEqual([{ id: null, step: 500, progress }])
    return set
  }

  it('ends with its event, with a result or without, and is no answer to a request', async () => {
    for (const evaluation of [evaluationOf(), null]) {
      const { host, quality } = await begin()
      host.emit({ type: 'evaluation', id: 'a', evaluation: evaluationOf(), reused })
      expect(quality.measuring).toHaveLength(1)
      const of = { measurement: null, id: 'a', step: 500, evaluation, reused, error: null }
      host.emit({ type: 'measuringEnded', ...of })
      expect(quality.measuring).toEqual([])
      expect(quality.ended).toBeUndefined()
    }
  })
})

it('the cursor moves between measured steps and stays among them', async () => {
  const { quality } = await setUp([100, 200, 400].map((step) => measuredAt(step, { fid: step })))
  quality.moveCursor(-1)
  expect(quality.cursor).toBe(200)
  quality.moveCursor(-Infinity)
  expect(quality.cursor).toBe(100)
  quality.moveCursor(-1)
  expect(quality.cursor).toBe(100)
  quality.moveCursor(Infinity)
  expect(quality.cursor).toBe(400)
  quality.pointAt(290)
  expect(quality.cursor).toBe(200)
  quality.pointAt(undefined)
  expect(quality.cursor).toBeUndefined()
})
