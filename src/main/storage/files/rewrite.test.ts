import { expect, it } from 'vitest'
import { z } from 'zod'
import { rewrite } from './rewrite'

const schema = z.object({
  name: z.string(),
  theme: z.enum(['light', 'dark']).catch('light'),
  size: z.number().default(5),
  inner: z.object({ a: z.number(), b: z.number().optional() }),
  list: z.array(z.object({ id: z.number(), end: z.number().optional() })),
})
const stored = {
  novelty: { deep: [1] },
  name: 'old',
  theme: 'sepia',
  inner: { a: 1, b: 2, c: 'unknown' },
  list: [
    { id: 1, extra: 'x' },
    { id: 2, extra: 'y' },
  ],
}
const read = schema.parse(stored)

it('unchanged values stay as stored, however this version parses them', () => {
  expect(rewrite(stored, read, read)).toEqual({ ...stored, size: 5 })
})

it('a change at any depth leaves everything else unchanged', () => {
  const next = { ...read, name: 'new', inner: { ...read.inner, a: 3 } }
  expect(rewrite(stored, read, next)).toEqual({
    ...stored,
    name: 'new',
    size: 5,
    inner: { a: 3, b: 2, c: 'unknown' },
  })
})

it('an unknown value is replaced by one that was chosen', () => {
  expect(rewrite(stored, read, { ...read, theme: 'dark' })).toMatchObject({ theme: 'dark' })
})

it('a removed key is deleted, and nothing else', () => {
  const { inner, list, ...rest } = read
  const next = { ...rest, list, inner: { a: inner.a } }
  expect(rewrite(stored, read, next)).toMatchObject({ inner: { a: 1, c: 'unknown' } })
  expect(rewrite(stored, read, next)).not.toHaveProperty('inner.b')
})

it('an entry keeps its unknown keys when others are added, removed, moved or changed', () => {
  const [one, two] = read.list
  const three = { id: 3 }
  const listed = (list: (object | undefined)[]) => {
    const { list: written } = rewrite(stored, read, { ...read, list }) as { list: unknown }
    return written
  }
  const [x, y] = stored.list
  expect(listed([one, two, three])).toEqual([x, y, three])
  expect(listed([three, one, two])).toEqual([three, x, y])
  expect(listed([two])).toEqual([y])
  expect(listed([two, one])).toEqual([y, x])
  expect(listed([one, { ...two, end: 9 }])).toEqual([x, { ...y, end: 9 }])
  expect(listed([])).toEqual([])
})

it('a key from Object.prototype is just a key', () => {
  const odd: unknown = JSON.parse('{"name": "a", "__proto__": {"polluted": true}}')
  const written = rewrite(odd, { name: 'a' }, { name: 'b' })
  expect(JSON.stringify(written)).toBe('{"name":"b","__proto__":{"polluted":true}}')
  expect({}).not.toHaveProperty('polluted')
})
