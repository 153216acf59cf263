import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { sharedRun } from '../support/studio-host'

/* The API through which pages measure images. */

const shared = sharedRun()
const FAST = { net: { id: 'pixels' as const }, metrics: ['fid', 'recall'], generatedCount: 50 }

const measured = async (step: number, options: object = {}) => {
  const { call, id, waitForEvent } = shared
  const request = { id, step, ...FAST, ...options }
  const { measurement } = await call('evaluations.measure', request)
  return waitForEvent('measuringEnded', (event) => event.measurement === measurement)
}

/** The stages of a measurement. */
const stagesOf = ({ measurement }: { measurement: string | null }): Set<string> =>
  new Set(
    shared.events.flatMap(({ event }) =>
      event.type === 'measuring' && event.measurement === measurement && event.progress
        ? [event.progress.stage]
        : [],
    ),
  )

describe('measuring from a page', () => {
  it('reports its progress and its end, and stores the result', async () => {
    const { call, id, steps, events } = shared
    const step = steps.at(-1) ?? 0
    const ended = await measured(step)
    expect(ended).toMatchObject({ id, step, error: null, evaluation: { step, pass: 'full' } })
    expect(stagesOf(ended)).toEqual(new Set(['load', 'real', 'generated', 'metric']))
    expect(events.some(({ event }) => event.type === 'evaluation' && event.id === id)).toBe(true)
    const { evaluations, warnings } = await call('evaluations.list', { id })
    expect(evaluations).toEqual([ended.evaluation])
    expect(warnings).toEqual([])
    expect(await measured(step)).toMatchObject({ evaluation: ended.evaluation, reused: true })
    expect(ended.reused).toBe(false)
  })

  it("uses the run's engine, so that another engine in the settings does not change the protocol", async () => {
    const { call, steps } = shared
    await call('settings.set', { engine: 'cpu' })
    const ended = await measured(steps.at(-1) ?? 0)
    expect(ended).toMatchObject({
      reused: true,
      evaluation: { protocol: { engine: { name: 'wasm' } } },
    })
    await call('settings.set', { engine: 'auto' })
  })

  it('computes a floor only for metrics that have one', async () => {
    const step = shared.steps.at(-1) ?? 0
    // So that there are training images besides the real ones.
    const memorisation = { metrics: ['memorisation'], realCount: 50 }
    const ended = await measured(step, memorisation)
    // There are no held-out images, so there is nothing to store.
    expect(ended.evaluation).toBeNull()
    expect(stagesOf(ended)).not.toContain('floor')
    const more = await measured(step, { ...memorisation, metrics: ['memorisation', 'fid'] })
    expect(more.evaluation).toMatchObject({ floor: { results: [{ key: 'fid' }] } })
    expect(stagesOf(more)).toContain('floor')
    // Nothing that the stored floor lacks.
    const again = { ...memorisation, metrics: ['memorisation', 'fid'], again: true }
    expect(stagesOf(await measured(step, again))).not.toContain('floor')
  })

  it('can be cancelled, in progress or waiting, and measures again afterwards', async () => {
    const { call, id, steps, dir, waitForEvent } = shared
    const step = steps.at(-1) ?? 0
    const stored = () => fs.readdirSync(path.join(dir, 'evaluations'))
    const before = stored()
    const request = { id, step, ...FAST, generatedCount: 100_000, seed: 5 }
    const [first, second] = [
      await call('evaluations.measure', request),
      await call('evaluations.measure', { ...request, seed: 6 }),
    ]
    await waitForEvent('measuring', (event) => event.measurement === first.measurement)
    await call('evaluations.cancel', second)
    await call('evaluations.cancel', first)
    for (const { measurement } of [first, second]) {
      const ended = await waitForEvent('measuringEnded', (e) => e.measurement === measurement)
      expect(ended).toMatchObject({ evaluation: null, error: null })
    }
    expect(stored()).toEqual(before)
    await call('evaluations.cancel', first)
    expect((await measured(step, { seed: 7 })).evaluation).not.toBeNull()
  })

  it('refuses a checkpoint that does not exist, and reports what cannot be measured', async () => {
    const { call, id, steps } = shared
    const request = { id, step: 12_345, ...FAST }
    await expect(call('evaluations.measure', request)).rejects.toThrow('checkpoint')
    const ended = await measured(steps.at(-1) ?? 0, { split: 'heldOut' })
    expect(ended.error?.problem?.code).toBe('nothingHeldOut')
    const known = { ...request, step: steps.at(-1) ?? 0 }
    const folder = { id: 'folder' as const, path: '../../x' }
    const relative = { where: 'net.path', problem: { code: 'netPathRelative' } }
    await expect(call('evaluations.measure', { ...known, net: folder })).rejects.toMatchObject(
      relative,
    )
    await expect(
      call('neighbours.find', { id, step: known.step, net: folder }),
    ).rejects.toMatchObject(relative)
    const unknown = await measured(known.step, { metrics: ['isc'] })
    expect(unknown.error).toMatchObject({ where: 'metrics', problem: { code: 'metricUnknown' } })
    await expect(call('evaluations.list', { id: 'unknown' })).rejects.toThrow('no run')
  })
})
