import { expect, test } from 'vitest'
import { bytesText } from './bytes'

test('sizes are by thousands', () => {
  const sizes = [0, 1500, 650.4e6, 9.14e9, 4.04e12, 4416e12, 79_200_005.6e12]
  const texts = ['0 kB', '2 kB', '650 MB', '9.1 GB', '4.0 TB', '4.42 PB', '79,200 PB']
  expect(sizes.map(bytesText)).toEqual(texts)
})
