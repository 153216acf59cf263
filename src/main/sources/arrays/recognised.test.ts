import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { pattern } from '../../image/testing'
import { idxBytes, writeFolder } from '../idx/testing'
import { npyBytes } from '../npz/testing'
import { openSource } from '../sources'
import { never, tempDir } from './testing'

const context = { signal: never }

describe('openSource', () => {
  it.each([
    ['idx', 'train-images-idx3-ubyte', idxBytes([1, 2, 2], [1, 2, 3, 4])],
    ['cifar', 'data_batch_1.bin', new Uint8Array(3073)],
  ])('recognises a folder of kind %s', async (kind, name, bytes) => {
    const path = await writeFolder(tempDir(), 'set', { [name]: bytes })
    const source = await openSource({ path, options: {} }, context)
    expect(source.description).toMatchObject({ kind, path, images: 1, options: { kind } })
  })

  it('recognises arrays by their first bytes, and obeys a kind that is given', async () => {
    const path = join(tempDir(), 'digits')
    await writeFile(path, npyBytes('|u1', [2, 5, 5], pattern(50)))
    const source = await openSource({ path, options: {} }, context)
    expect(source.description).toMatchObject({ kind: 'npz', images: 2 })
    const error = await failureOf(() => openSource({ path, options: { kind: 'idx' } }, context))
    expect(error.message).toMatch(/NumPy|npy|not IDX/)
  })

  it.each(['idx', 'cifar', 'npz', 'generated', 'grid'] as const)(
    'refuses a folder without images as %s',
    async (kind) => {
      const path = await writeFolder(tempDir(), 'set', { 'notes.txt': pattern(20) })
      const error = await failureOf(() => openSource({ path, options: { kind } }, context))
      expect(error.code).toBe('data')
      expect(error.remedy).toBeTruthy()
    },
  )
})
