import fs from 'node:fs'
import { expect, it } from 'vitest'
import { ownNetworksSchema } from '../src/contract/architectures/own-networks'
import { layerSchemas } from '../src/contract/architectures/spec'
import { classesOfBoth } from '../src/contract/architectures/labels'
import { parameterCounts } from '../src/contract/architectures/state'

/* docs/architectures.md matches the schema of architecture files. */

const page = fs.readFileSync(new URL('../docs/architectures.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

function defaultText(value: unknown): string {
  if (Array.isArray(value)) return '[]'
  if (typeof value === 'object' && value !== null) return (value as { type: string }).type
  return value === undefined ? 'false' : value === 1e-5 ? '0.00001' : String(value)
}

it('the page lists every type of layer with its keys and defaults', () => {
  const wanted = layerSchemas.map(({ shape }) => {
    const { type, ...keys } = shape as Record<string, (typeof shape)[string]>
    const listed = Object.entries(keys).map(([key, schema]) => {
      const absent = (
        schema as { safeParse(v: unknown): { success: boolean; data?: unknown } }
      ).safeParse(undefined)
      return absent.success ? `\`${key}\` = ${defaultText(absent.data)}` : `\`${key}\``
    })
    return [`\`${(type as unknown as { value: string }).value}\``, listed.join(', ')]
  })
  const first = rows.findIndex(([, type]) => type === 'Type')
  const table = rows.slice(first + 2).map(([, type, keys]) => [type, keys])
  expect(table).toEqual(wanted)
})

it('the example on the page is a small architecture that fits MNIST', () => {
  const [, text = ''] = /```json\n([^]*?)```/.exec(page) ?? []
  const networks = ownNetworksSchema.parse(JSON.parse(text))
  expect(networks.generator.output).toEqual({ type: 'image', channels: 1, size: 28 })
  expect(classesOfBoth(networks)).toBeUndefined()
  const { generator, discriminator } = parameterCounts(networks)
  expect(generator + discriminator).toBeLessThan(50_000)
})
