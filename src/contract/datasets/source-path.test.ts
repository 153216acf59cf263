import { expect, it } from 'vitest'
import { shownPath, withShownPath } from './source-path'

const id = '0123456789abcdef01234567'

it.each([
  [`/home/me/data/uploads/${id}/my cats.zip`, 'my cats.zip'],
  [`C:\\data\\uploads\\${id}\\cats.zip`, 'cats.zip'],
  [`/data/uploads/${id}/cats.zip/1.png`, 'cats.zip/1.png'],
  ['/home/me/uploads/cats.zip', '/home/me/uploads/cats.zip'],
  [`/home/me/uploads/${id}`, `/home/me/uploads/${id}`],
  [`/home/me/${id}/cats`, `/home/me/${id}/cats`],
  ['', ''],
])('%s is shown as %s', (path, shown) => {
  expect(shownPath(path)).toBe(shown)
})

it('an error keeps everything but the folder of an upload', () => {
  const report = { code: 'data' as const, message: 'broken', where: `/data/uploads/${id}/cats.zip` }
  expect(withShownPath(report)).toEqual({ ...report, where: 'cats.zip' })
  expect(withShownPath({ code: 'data', message: 'broken' })).toEqual({
    code: 'data',
    message: 'broken',
  })
})
