import { describe, expect, it } from 'vitest'
import { discriminatorLayers, generatorLayers, placeLayers } from './layers'

describe('the drawing of a network', () => {
  it('links every dot of a layer to every dot of the next, and no others', () => {
    for (const layers of [generatorLayers, discriminatorLayers]) {
      const drawn = placeLayers(layers, { left: 0, middle: 0, apart: 30, gap: 10 })
      const expected = layers.reduce(
        (sum, { dots }, i) => sum + dots * (layers[i + 1]?.dots ?? 0),
        0,
      )
      expect(drawn.links.length).toBe(expected)
      expect(drawn.dots.length).toBe(layers.reduce((sum, { dots }) => sum + dots, 0))
      for (const { from, to } of drawn.links) expect(to.x - from.x).toBe(30)
      expect(drawn.labels.map(({ text }) => Number(text))).toEqual(layers.map(({ width }) => width))
    }
  })

  it('hands the discriminator what the generator gives', () => {
    expect(generatorLayers.at(-1)?.width).toBe(discriminatorLayers[0]?.width)
  })
})
