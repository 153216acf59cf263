import { expect, it } from 'vitest'
import { pathOf } from './bridge'

const bridge = { send: () => undefined, onMessage: () => () => undefined }
const file = new File(['x'], 'cats.zip')

it('the path of a file is known only where the host gives it', () => {
  expect(pathOf(file, {})).toBeUndefined()
  expect(pathOf(file, { studioBridge: bridge })).toBeUndefined()
  const named = { ...bridge, pathOf: ({ name }: File) => `/home/me/${name}` }
  expect(pathOf(file, { studioBridge: named })).toBe('/home/me/cats.zip')
  // A file that a script made has no path.
  expect(pathOf(file, { studioBridge: { ...bridge, pathOf: () => '' } })).toBeUndefined()
})
