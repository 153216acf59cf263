import { grad, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCpu } from '../../engine/cpu'
import { crossEntropy } from './classification'

beforeAll(() => openCpu())

const LABELS = [2, 0, 1, 2]
const LOGITS = [0.3, -1.2, 2, 1, 0, -1, 0.5, 0.25, 0.1, -3, 4, 1]

const valueOf = (logits: readonly number[]): number =>
  tidy(() => {
    const rows = tensor2d([...logits], [LABELS.length, 3])
    return crossEntropy(rows, tensor1d(LABELS, 'int32')).dataSync()[0] ?? NaN
  })

describe('the cross-entropy of class logits', () => {
  it('is the mean of -log softmax at the labels', () => {
    const expected = LABELS.map((label, row) => {
      const logits = LOGITS.slice(3 * row, 3 * row + 3)
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0)
      return Math.log(sum) - (logits[label] ?? NaN)
    })
    const mean = expected.reduce((sum, value) => sum + value, 0) / LABELS.length
    expect(valueOf(LOGITS)).toBeCloseTo(mean, 5)
  })

  it('is finite for logits whose exponential would overflow', () => {
    expect(valueOf(LOGITS.map((logit) => 1000 * logit))).toBeLessThan(1e4)
  })

  it('has the gradient that finite differences give', () => {
    const gradients = tidy(() => {
      const of = (rows: Tensor): Tensor => crossEntropy(rows as Tensor2D, tensor1d(LABELS, 'int32'))
      return [...grad(of)(tensor2d(LOGITS, [LABELS.length, 3])).dataSync()]
    })
    LOGITS.forEach((_, i) => {
      const moved = (by: number) => valueOf(LOGITS.map((x, k) => (k === i ? x + by : x)))
      expect(gradients[i]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 3)
    })
  })
})
