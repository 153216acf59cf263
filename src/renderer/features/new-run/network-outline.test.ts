import { expect, it } from 'vitest'
import { exampleSettings } from '../../../contract/architectures/architecture'
import { architectureNames, architectures } from '../../../contract/architectures/architectures'
import { ownNetworksSchema } from '../../../contract/architectures/own-networks'
import type { NetworkSpecs } from '../../../contract/architectures/spec'
import { tinyNetworks } from '../../../contract/testing/tiny-networks'
import { layersOf, outlineOf } from './network-outline'

const tiny = ownNetworksSchema.parse(tinyNetworks)
const all: [string, NetworkSpecs][] = [
  ['tiny', tiny],
  ...architectureNames.map((name): [string, NetworkSpecs] => {
    const architecture = architectures[name]
    return [name, architecture.networks(exampleSettings(architecture))]
  }),
]

it.each(all)('the outlines of %s contain all that they draw', (_, specs) => {
  for (const spec of [specs.generator, specs.discriminator]) {
    const { network, viewBox } = outlineOf(spec)
    const [left = NaN, top = NaN, width = NaN, height = NaN] = viewBox.split(' ').map(Number)
    const inside = (x: number, y: number): void => {
      expect(x).toBeGreaterThanOrEqual(left)
      expect(x).toBeLessThanOrEqual(left + width)
      expect(y).toBeGreaterThanOrEqual(top)
      expect(y).toBeLessThanOrEqual(top + height)
    }
    for (const column of network.columns) {
      inside(column.left, column.top)
      inside(column.right, column.bottom)
      const half = 3 * column.label.text.length
      inside(column.label.x - half, column.label.y)
      inside(column.label.x + half, column.label.y)
    }
    for (const [, y = NaN] of network.arcs.map(
      (arc) => /C\S+ (\S+)/.exec(arc)?.map(Number) ?? [],
    )) {
      inside(left, y)
    }
  }
})

it('every layer is listed with its output, those inside residual layers too', () => {
  expect(layersOf(tiny.generator).map(({ place, type }) => `${place} ${type}`)).toEqual([
    ...['1 linear', '2 unflatten', '3 residual'],
    ...['3.main.1 upsample', '3.main.2 conv2d', '3.main.3 leakyRelu', '3.shortcut.1 upsample'],
    ...['4 convTranspose2d', '5 tanh'],
  ])
  expect(
    layersOf(tiny.generator)
      .map(({ output }) => output)
      .slice(0, 2),
  ).toEqual(['32', '8 × 2 × 2'])
})
