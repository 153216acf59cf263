import { describe, expect, it } from 'vitest'
import { i18n } from '../../../i18n/i18n.svelte'
import type { Origin } from '../generation.svelte'
import { describeOrigin } from './describe-origin'

const plain: Origin = {
  from: { run: 'digits', step: 1000 },
  seed: 7,
  latentScale: 1,
  statistics: 'running',
}

describe('the description of generated images', () => {
  it('names the classes, the weights and the statistics where there is a choice', () => {
    const text = (changes: Partial<Origin>) => describeOrigin({ ...plain, ...changes })
    const base = 'digits, step 1,000, seed 7, latent scale 1'
    expect(text({})).toBe(base)
    expect(text({ cycle: 10 })).toBe(`${base}, all classes`)
    expect(text({ cycle: 1, classes: [3] })).toBe(`${base}, class 3`)
    expect(text({ cycle: 2, classes: [3, 5] })).toBe(`${base}, classes 3, 5`)
    expect(text({ weights: 'ema' })).toBe(`${base}, averaged weights`)
    expect(text({ weights: 'raw', statistics: 'batch' })).toBe(
      `${base}, current weights, statistics of the current batch`,
    )
    expect(text({ from: { file: 'g.safetensors' } })).toContain('g.safetensors, seed 7')
  })

  it('differs for any two choices, in both languages', () => {
    const choices: Partial<Origin>[] = [
      {},
      { cycle: 10 },
      { cycle: 1, classes: [1] },
      { cycle: 2, classes: [1, 2] },
      { weights: 'ema' },
      { weights: 'raw' },
      { statistics: 'batch' },
    ]
    for (const language of ['en', 'zh-CN'] as const) {
      i18n.language = language
      const texts = choices.map((changes) => describeOrigin({ ...plain, ...changes }))
      expect(new Set(texts).size).toBe(choices.length)
    }
    i18n.language = 'en'
  })
})
