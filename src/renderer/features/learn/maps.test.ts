import { describe, expect, it } from 'vitest'
import { discriminatorMaps, generatorMaps, placeMaps } from './maps'

const place = { left: 100, right: 300, middle: 50 }

describe('the drawing of a convolutional network', () => {
  it('hands the discriminator what the generator gives, and mirrors it', () => {
    expect(discriminatorMaps[0]).toEqual(generatorMaps.at(-1))
    const inner = (maps: typeof generatorMaps) => maps.filter(({ size }) => size > 1)
    expect(inner(discriminatorMaps)).toEqual(inner(generatorMaps).toReversed())
  })

  it('keeps its layers apart, in order and between the two ends', () => {
    for (const maps of [generatorMaps, discriminatorMaps]) {
      const stacks = placeMaps(maps, place)
      expect(stacks[0]?.left).toBe(place.left)
      expect(stacks.at(-1)?.right).toBeCloseTo(place.right)
      stacks
        .slice(1)
        .forEach(({ left }, i) => expect(left).toBeGreaterThan(stacks[i]?.right ?? NaN))
      for (const { sheets, left, right, top, bottom, label } of stacks) {
        expect((top + bottom) / 2).toBe(place.middle)
        expect(label.y).toBeGreaterThan(bottom)
        for (const { x, y, side } of sheets) {
          expect(x).toBeGreaterThanOrEqual(left)
          expect(x + side).toBeLessThanOrEqual(right)
          expect(y + side).toBeLessThanOrEqual(bottom)
        }
      }
    }
  })

  it('writes channels, height and width', () => {
    const texts = placeMaps(generatorMaps, place).map(({ label }) => label.text)
    expect(texts).toEqual(['100', '64 × 7 × 7', '32 × 14 × 14', '1 × 28 × 28'])
  })
})
