import { describe, expect, it, vi } from 'vitest'
import { featureNetDocumentSchema } from '../../../../contract/feature-nets/document'
import type { OnnxNetDocument } from '../../../../contract/feature-nets/document'
import { failureOf } from '../../../../contract/testing/failure-of'
import { modelNet } from './model-net'

const document = featureNetDocumentSchema.parse({
  ...{ schemaVersion: 1, id: 'mine', title: 'My net', format: 'onnx', files: {} },
  ...{ input: { size: 2, channels: 1 }, outputs: { features: 'a', probabilities: 'b' } },
}) as OnnxNetDocument
const BATCH = 3

/** A model of two features and two classes, of which one value is replaced. */
const open = (output: 0 | 1, value: number) =>
  modelNet({
    ...{ document, images: { size: 2, channels: 1 }, batch: BATCH, dispose: vi.fn() },
    compute: () => {
      const outputs = [new Float32Array(2 * BATCH).fill(4), new Float32Array(2 * BATCH).fill(0.5)]
      outputs[output]?.set([value], 0)
      return Promise.resolve(outputs)
    },
  })

describe('a model whose values for noise are not finite', () => {
  it.each([0, 1] as const)('is refused by name, whichever output they are in', async (output) => {
    for (const value of [NaN, Infinity, -Infinity]) {
      const { code, message, remedy } = await failureOf(() => open(output, value))
      expect([code, message]).toEqual(['data', expect.stringContaining('“My net”') as string])
      expect(message).toContain('not finite')
      expect(remedy).toContain('mean')
    }
    expect((await open(0, 4)).identity).toMatchObject({ dim: 2, classes: 2 })
  })
})
