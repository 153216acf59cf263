import fs from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { tempDir } from '../testing/temp-dir'
import { RemovedDatasets } from './removed'

function made(): { root: string; removed: RemovedDatasets } {
  const root = tempDir()
  fs.mkdirSync(join(root, 'datasets', 'digits'), { recursive: true })
  return { root, removed: new RemovedDatasets(join(root, 'datasets')) }
}

it('brings back what was removed, and only once', async () => {
  const { root, removed } = made()
  const entry = await removed.put('digits')
  expect(fs.existsSync(join(root, 'datasets', 'digits'))).toBe(false)
  expect(await removed.restore(entry)).toBe('digits')
  expect(fs.existsSync(join(root, 'datasets', 'digits'))).toBe(true)
  expect((await failureOf(() => removed.restore(entry))).problem?.code).toBe('removedUnknown')
})

it('says that a data set has just been removed by someone else', async () => {
  const { removed } = made()
  await removed.put('digits')
  expect((await failureOf(() => removed.put('digits'))).problem?.code).toBe('datasetRemoved')
})

it.each(['../digits', '../../../elsewhere/digits', 'a/../../../digits', '..\\..\\digits'])(
  'moves nothing for an entry that leads elsewhere: %s',
  async (name) => {
    const { root, removed } = made()
    const error = await failureOf(() => removed.restore(`.removed-1234567890123-${name}`))
    expect(error.problem?.code).toBe('removedUnknown')
    expect(fs.readdirSync(root)).toEqual(['datasets'])
    expect(fs.readdirSync(join(root, 'datasets'))).toEqual(['digits'])
  },
)
