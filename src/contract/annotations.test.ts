import { describe, expect, it } from 'vitest'
import {
  annotated,
  annotationsChangeSchema,
  annotationsSchema,
  MAX_TAGS,
  namesInUse,
  noAnnotations,
  storedAnnotationsSchema,
  undoing,
} from './annotations'

const some = { starred: true, tags: ['night', 'Best'], group: 'sweep 1', note: 'two\nlines' }

describe('the annotations of a run', () => {
  it('keep what a change does not name', () => {
    expect(annotated(some, {})).toEqual(some)
    expect(annotated(some, { note: '' })).toEqual({ ...some, note: '' })
    expect(annotated(some, { group: null })).toEqual({ ...some, group: null })
  })

  it('have each tag once, ignoring case, in the order in which they were added', () => {
    const change = { removeTags: ['BEST', 'unknown'], addTags: ['Night', 'new', 'NEW'] }
    expect(annotated(some, change).tags).toEqual(['night', 'new'])
  })

  it('contain the tags of two changes made at the same time, in either order', () => {
    const [a, b] = [{ addTags: ['a'] }, { addTags: ['b'], removeTags: ['night'] }]
    const tags = (...changes: (typeof a)[]) => changes.reduce(annotated, some).tags.toSorted()
    expect(tags(a, b)).toEqual(tags(b, a))
  })

  it('have a limited number of tags; one from elsewhere that has more can lose some', () => {
    const many = Array.from({ length: MAX_TAGS }, (_, i) => `tag ${i}`)
    const full = annotated(noAnnotations, { addTags: many })
    expect(() => annotated(full, { addTags: ['one more'] })).toThrow(/at most 20 tags/)
    const foreign = { ...full, tags: [...many, 'a', 'b'] }
    expect(annotated(foreign, { removeTags: ['a'] }).tags).toHaveLength(MAX_TAGS + 1)
  })

  it.each([
    { starred: false },
    { addTags: ['NIGHT', 'new'] },
    { removeTags: ['night', 'unknown'] },
    { addTags: ['x'], removeTags: ['best'], group: null, note: '' },
    { group: 'other' },
  ])('%j can be undone', (change) => {
    const { tags, ...rest } = annotated(annotated(some, change), undoing(some, change))
    const { tags: before, ...others } = some
    expect(rest).toEqual(others)
    expect(tags.toSorted()).toEqual(before.toSorted())
  })

  it('undo nothing that others did in the meantime', () => {
    const change = { removeTags: ['night'] }
    const meanwhile = annotated(annotated(some, change), { addTags: ['other'], note: 'new' })
    const undone = annotated(meanwhile, undoing(some, change))
    expect(undone).toMatchObject({ tags: ['Best', 'other', 'night'], note: 'new' })
  })

  it.each([
    { addTags: [''] },
    { addTags: ['a\nb'] },
    { addTags: ['x'.repeat(41)] },
    { group: ' ' },
    { group: 'a\u0000' },
    { note: 'x'.repeat(4001) },
    { tags: ['a'] },
  ])('refuse the request %#', (change) => {
    expect(annotationsChangeSchema.safeParse(change).success).toBe(false)
  })

  it('are read from any document', () => {
    const foreign = { starred: 'yes', tags: [1], group: 7, note: null }
    expect(storedAnnotationsSchema.parse(foreign)).toEqual(noAnnotations)
    expect(storedAnnotationsSchema.parse({})).toEqual(noAnnotations)
    expect(annotationsSchema.parse({ tags: [' a ', 'A'] }).tags).toEqual(['a'])
  })

  it('are completed from names in use', () => {
    expect(namesInUse(['b 10', 'a', 'B 9', 'A'])).toEqual(['a', 'B 9', 'b 10'])
  })
})
