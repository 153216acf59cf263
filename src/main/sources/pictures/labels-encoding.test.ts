import { expect, it } from 'vitest'
import { failureOf } from '../../../contract/testing/failure-of'
import { labelsText } from './labels-encoding'

const text = 'file,label\n1.png,é\n2.png,ü\n'
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16()
const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le')

it.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16', utf16],
  ['UTF-16 big-endian', swapped(utf16)],
])('a labels file in %s is read', (_, bytes) => {
  expect(labelsText(bytes).replace(/^\uFEFF/, '')).toBe(text)
})

it.each([
  ['Latin-1', Buffer.from(text, 'latin1')],
  ['UTF-16 without a byte order mark', Buffer.from(text, 'utf16le')],
  ['UTF-16 cut in a letter', utf16.subarray(0, -1)],
])('a labels file in %s is refused, as classes could be merged', async (_, bytes) => {
  expect((await failureOf(() => labelsText(bytes))).problem?.code).toBe('labelsEncoding')
})
