import { tensor, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { engineNames } from '../../../contract/engines'
import { openEngine } from '../open'
import { embedding } from './embedding'

describe.each(engineNames)('an embedding on %s', (engineName) => {
  let device: string
  beforeAll(async () => {
    device = (await openEngine(engineName, 1)).engine.info.device
  })

  it.each([-1, 3, 1000])('rejects row %i of a table of three', (index) => {
    tidy(() => {
      const [table, indices] = [
        tensor([1, 2, 3, 4, 5, 6], [3, 2]),
        tensor([0, index], [2], 'int32'),
      ]
      const rows = () => [...embedding(table, indices).dataSync()]
      // CUDA cannot raise an error from within a kernel.
      if (device.startsWith('GPU')) expect(rows()).toEqual([1, 2, 0, 0])
      else expect(rows).toThrow('not in')
    })
  })
})
