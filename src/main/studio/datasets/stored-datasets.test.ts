import { join } from 'node:path'
import { expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { tempDir } from '../../storage/testing/temp-dir'
import { writePrepared } from '../../storage/testing/prepared'
import { StoredDatasets } from './stored-datasets'

it('a data set keeps its title if the new one is invalid', async () => {
  const root = tempDir()
  const dir = join(root, 'datasets')
  writePrepared(dir, 'cats', { count: 3, size: 4, name: 'Cats' })
  const withTrainer = () => Promise.reject(new Error('no process is needed'))
  const stored = new StoredDatasets({ root, datasetsDirs: [dir], withTrainer })
  const titles = {
    '\u202e': 'titleEmpty',
    'a\nb': 'titleLineBreak',
    ['x'.repeat(121)]: 'titleTooLong',
  }
  for (const [title, code] of Object.entries(titles)) {
    const error = await failureOf(() => stored.rename('cats', title))
    expect(error).toMatchObject({ code: 'usage', problem: { code } })
    expect((await stored.find('cats')).title).toBe('Cats')
  }
  expect((await stored.rename('cats', ' Dogs ')).title).toBe('Dogs')
})
