import fs from 'node:fs'
import path from 'node:path'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { neighboursSheet } from '../../src/contract/neighbours/neighbours'
import { sharedRun } from '../support/studio-host'

/* The API through which pages search for the training images nearest to generated ones. */

const shared = sharedRun()
const SMALL = { samples: 3, neighbours: 4, net: { id: 'pixels' as const } }

const found = async (options: object = {}) => {
  const { call, id, steps, waitForEvent } = shared
  const request = { id, step: steps.at(-1) ?? 0, ...SMALL, ...options }
  const { search } = await call('neighbours.find', request)
  return waitForEvent('findingEnded', (event) => event.search === search)
}

/** The images of a grey sheet, row by row. */
function imagesIn(png: Uint8Array, size: number): number[][][] {
  const bytes = Buffer.from(png)
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  // Chunks: IHDR, then all pixels in one IDAT, unfiltered.
  const rows = inflateSync(bytes.subarray(41, 41 + bytes.readUInt32BE(33)))
  const pixel = (x: number, y: number): number => (rows[y * (width + 1) + 1 + x] ?? NaN) / 255
  const image = (column: number, row: number): number[] =>
    Array.from({ length: size * size }, (_, i) =>
      pixel(column * size + (i % size), row * size + Math.floor(i / size)),
    )
  return Array.from({ length: height / size }, (_, row) =>
    Array.from({ length: width / size }, (_, column) => image(column, row)),
  )
}

const distanceOf = (a: number[], b: number[]): number =>
  Math.hypot(...a.map((value, i) => value - (b[i] ?? NaN)))

describe('the nearest training images', () => {
  it.each(['features', 'pixels'] as const)('are found by %s, stored and drawn', async (space) => {
    const { call, id, studio, events } = shared
    const ended = await found({ space })
    expect(ended.error).toBeNull()
    const result = ended.found
    expect(result).toMatchObject({ space, heldOut: null, seed: 1 })
    expect(result?.net?.id).toBe(space === 'features' ? 'pixels' : undefined)
    expect(result?.samples).toHaveLength(3)
    for (const { neighbours } of result?.samples ?? []) {
      const distances = neighbours.map(({ distance }) => distance)
      expect(distances).toEqual(distances.toSorted((a, b) => a - b))
      expect(new Set(neighbours.map(({ index }) => index)).size).toBe(4)
    }
    expect(result?.training.median).toBeGreaterThanOrEqual(result?.training.near ?? NaN)
    const stages = events.flatMap(({ event }) =>
      event.type === 'finding' && event.search === ended.search ? [event.progress.stage] : [],
    )
    expect(stages).toContain('neighbours')
    expect((await call('neighbours.list', { id })).found[0]).toEqual(result)
    const sheet = await studio.resource(neighboursSheet(id, result?.name ?? ''))
    const drawn = imagesIn(sheet?.body ?? new Uint8Array(), result?.size ?? 0)
    expect(drawn.map((row) => row.length)).toEqual([5, 5, 5])
    if (space === 'features') return
    drawn.forEach(([own = [], ...others], i) => {
      const known = result?.samples[i]?.neighbours.map(({ distance }) => distance) ?? []
      others.forEach((other, k) => expect(distanceOf(own, other)).toBeCloseTo(known[k] ?? NaN, 5))
    })
  })

  it('are the same for the same request, and another request has its own file', async () => {
    const { dir } = shared
    const files = () => fs.readdirSync(path.join(dir, 'neighbours')).length
    const first = (await found()).found
    const before = files()
    const second = (await found()).found
    expect(second).toEqual({
      ...first,
      ...{ measuredAt: second?.measuredAt, seconds: second?.seconds },
    })
    expect(files()).toBe(before)
    const other = await found({ seed: 2 })
    expect(other.found?.samples).not.toEqual(first?.samples)
    expect(files()).toBe(before + 2)
  })

  it('refuse unknown runs and checkpoints, and never serve other files', async () => {
    const { call, id, steps, studio } = shared
    await expect(call('neighbours.find', { id, step: 12_345, ...SMALL })).rejects.toThrow(
      'checkpoint',
    )
    const step = steps.at(-1) ?? 0
    await expect(call('neighbours.find', { id, step, samples: 1000 })).rejects.toThrow()
    expect((await found({ net: { id: 'dataset' } })).error?.problem?.code).toBe('netNotTrained')
    for (const name of ['run', '00000001-000000000000']) {
      expect(await studio.resource(neighboursSheet(id, name))).toBeUndefined()
    }
  })

  it('that are damaged are skipped with a warning', async () => {
    const { call, id, dir } = shared
    const { name = '' } = (await found()).found ?? {}
    const file = path.join(dir, 'neighbours', `${name}.json`)
    const content = fs.readFileSync(file, 'utf8')
    fs.writeFileSync(file, content.slice(0, 100))
    const listed = await call('neighbours.list', { id })
    expect(listed.warnings.map(({ problem }) => problem?.code)).toEqual(['neighboursLeftOut'])
    expect(listed.found.map((one) => one.name)).not.toContain(name)
    fs.writeFileSync(file, content)
  })
})
