import { describe, expect, it } from 'vitest'
import { architectures } from '../../../contract/architectures/architectures'
import { defaultOptions, exampleSettings } from '../../../contract/architectures/architecture'
import type { Architecture } from '../../../contract/architectures/architecture'
import type { Shape } from '../../../contract/architectures/shapes'
import { residualSpecs } from '../../../contract/architectures/testing/residual'
import { drawingOf } from './drawing'
import type { Drawing } from './drawing'
import { layoutNetwork } from './layout'

const space = { left: 100, right: 310, middle: 50 }

const vector = (features: number): Shape => ({ type: 'vector', features })
const images = (channels: number, size: number): Shape => ({ type: 'images', channels, size })
const [small, large] = [
  architectures.mlp.networks({ ...defaultOptions, latentDim: 2, imageSize: 5, channels: 1 }),
  architectures.dcgan.networks({
    ...{ ...defaultOptions, latentDim: 100, imageSize: 256, channels: 3 },
  }),
]
const drawings: [string, Drawing][] = [
  ...Object.entries<Architecture>(architectures).flatMap(([name, architecture]) => {
    const { generator, discriminator } = architecture.networks(exampleSettings(architecture))
    return [
      [`${name}, generator`, drawingOf(generator)],
      [`${name}, discriminator`, drawingOf(discriminator)],
    ] as [string, Drawing][]
  }),
  ['residual generator', drawingOf(residualSpecs.generator)],
  ['tiny', drawingOf(small.generator)],
  ['large images', drawingOf(large.generator)],
  [
    'many wide layers',
    {
      steps: [
        vector(512),
        ...[4, 8, 16, 32, 64, 128].flatMap((size) => [images(512, size), images(256, size)]),
        images(3, 256),
      ],
      skips: [{ from: 1, to: 3 }],
    },
  ],
]

describe.each(drawings)('the layout of: %s', (_, drawing) => {
  const { columns, lines, bands, arcs } = layoutNetwork(drawing, space)

  it('keeps columns apart, in order and between the ends', () => {
    expect(columns).toHaveLength(drawing.steps.length)
    expect(columns[0]?.left).toBeCloseTo(space.left)
    expect(columns.at(-1)?.right).toBeCloseTo(space.right)
    columns
      .slice(1)
      .forEach(({ left }, i) => expect(left).toBeGreaterThan((columns[i]?.right ?? NaN) + 1))
  })

  it('keeps each column inside its outline with its label below', () => {
    for (const { left, right, top, bottom, dots, sheets, label } of columns) {
      expect((top + bottom) / 2).toBeCloseTo(space.middle)
      expect(dots.length + sheets.length).toBeGreaterThan(0)
      const parts = [
        ...dots.map(({ x, y, radius: r }) => [x - r, y - r, x + r, y + r]),
        ...sheets.map(({ x, y, side }) => [x, y, x + side, y + side]),
      ]
      for (const [x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN] of parts) {
        expect(x0).toBeGreaterThan(left - 0.01)
        expect(x1).toBeLessThan(right + 0.01)
        expect(y0).toBeGreaterThan(top - 0.01)
        expect(y1).toBeLessThan(bottom + 0.01)
      }
      expect(label.y).toBeGreaterThan(bottom)
    }
  })

  it('keeps labels on a line apart', () => {
    // Characters are six units wide; half a character of space on either side.
    const boxes = columns.map(({ label: { x, y, text } }) => ({
      x,
      y,
      half: 3 * (text.length + 1),
    }))
    boxes.forEach((a, i) =>
      boxes.slice(i + 1).forEach((b) => {
        const touch = a.y === b.y && Math.abs(a.x - b.x) < a.half + b.half
        expect(touch, `labels ${i} at ${a.x} and ${b.x}`).toBe(false)
      }),
    )
  })

  it('links vectors dot by dot, and everything else by bands', () => {
    const pairs = columns.slice(1).map((to, i) => [columns[i]?.dots.length ?? 0, to.dots.length])
    const dotted = pairs.filter(([from = 0, to = 0]) => from * to > 0)
    expect(lines).toHaveLength(dotted.reduce((sum, [from = 0, to = 0]) => sum + from * to, 0))
    expect(bands).toHaveLength(pairs.length - dotted.length)
    expect(arcs).toHaveLength(drawing.skips.length)
  })

  it('has only finite numbers', () => {
    expect(JSON.stringify({ columns, lines })).not.toContain('null')
    expect([...bands, ...arcs].join()).not.toContain('NaN')
  })
})

it('labels each column with its shape', () => {
  const { generator } = architectures.dcgan.networks(exampleSettings(architectures.dcgan))
  const texts = layoutNetwork(drawingOf(generator), space).columns.map(({ label }) => label.text)
  expect(texts).toEqual(['100', '64 × 7 × 7', '32 × 14 × 14', '1 × 28 × 28'])
})
