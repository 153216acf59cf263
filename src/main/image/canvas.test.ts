import { expect, it } from 'vitest'
import { failureOf } from '../../contract/testing/failure-of'
import { loadCanvas } from './canvas'

it('says what to do if the native package is missing, and tries again later', async () => {
  const missing = () => Promise.reject(new Error('Cannot find native binding\nRequire stack: …'))
  const error = await failureOf(() => loadCanvas(missing))
  expect(error.code).toBe('engine')
  expect(error.message).toMatch(/cannot be decoded on this system: Cannot find native binding$/)
  expect(error.remedy).toMatch(/npm install/)
  expect((await loadCanvas()).Image).toBeTypeOf('function')
})
