import { describe, expect, it } from 'vitest'
import { fileStem, generatedStem } from './file-names'

describe('fileStem', () => {
  it('keeps letters of any script and removes path separators', () => {
    expect(fileStem('数字 50 epochs')).toBe('数字-50-epochs')
    expect(fileStem('../../etc/passwd')).not.toMatch(/[/\\]/)
    expect(fileStem('  ')).toBe('run')
  })
})

describe('generatedStem', () => {
  const run = { run: 'First digits', step: 2814 }

  it('names run, step and seed, and the latent scale unless it is 1', () => {
    expect(generatedStem({ from: run, seed: 7, latentScale: 1 })).toBe(
      'First-digits-step-2814-seed-7',
    )
    expect(generatedStem({ from: run, seed: 7, latentScale: 0.65 })).toBe(
      'First-digits-step-2814-seed-7-scale-0.65',
    )
  })

  it('names the file of uploaded weights without its extension', () => {
    const from = { file: 'my generator.safetensors' }
    expect(generatedStem({ from, seed: 0, latentScale: 1 })).toBe('my-generator-seed-0')
  })

  it('counts the ends of an interpolation from 1', () => {
    const between = { from: 1, to: 8 }
    expect(generatedStem({ from: run, seed: 7, latentScale: 1, between })).toBe(
      'First-digits-step-2814-seed-7-images-2-to-9',
    )
  })

  it('has no character that a file system refuses, for any name', () => {
    for (const name of ['a/b\\c:d*e?f"g<h>i|j', '../..', '\0\n\u202e', 'x'.repeat(500), '🙂']) {
      for (const from of [{ run: name, step: 1 }, { file: name }]) {
        const stem = generatedStem({ from, seed: 1, latentScale: 2 })
        expect(stem).toMatch(/^[\p{L}\p{N}._-]{1,130}$/u)
      }
    }
  })
})
