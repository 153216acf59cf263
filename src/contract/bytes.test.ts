import { expect, test } from 'vitest'
import { bytesText } from './bytes'

test('sizes are by thousands', () => {
  const sizes = [0, 1500, 650.4e6, 9.14e9, 4416e12]
  const texts = ['0 kB', '2 kB', '650 MB', '9.1 GB', '4,416 TB']
  expect(sizes.map(bytesText)).toEqual(texts)
})
