import { expect, test } from 'vitest'
import { bytesText } from './bytes'

test('sizes are by thousands', () => {
  expect([0, 1500, 650.4e6, 9.14e9].map(bytesText)).toEqual(['0 kB', '2 kB', '650 MB', '9.1 GB'])
})
