import { expect, it } from 'vitest'
import { folderForOwn } from './own-data-sets'

const at = (...paths: string[]) => paths.map((path) => ({ path }))

it('the folder for own data sets is named only while it has none', () => {
  const builtIn = '/app/resources/datasets/mnist'
  expect(folderForOwn('/home/me/studio', at(builtIn))).toBe('/home/me/studio/datasets')
  expect(folderForOwn('/home/me/studio', at(builtIn, '/home/me/studio/datasets/mine'))).toBe(
    undefined,
  )
  // Another folder whose name only begins the same is not it.
  expect(folderForOwn('/home/me/studio', at('/home/me/studio/datasets-old/x'))).toBeDefined()
  expect(folderForOwn(undefined, at(builtIn))).toBeUndefined()
})

it('the folder is written as the host’s system writes paths', () => {
  expect(folderForOwn('C:\\Users\\me\\studio', [])).toBe('C:\\Users\\me\\studio\\datasets')
  expect(folderForOwn('C:\\', at('C:\\datasets\\mine'))).toBeUndefined()
  expect(folderForOwn('/', [])).toBe('/datasets')
})
