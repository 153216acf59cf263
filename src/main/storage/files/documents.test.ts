import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { newerSchema, parseDocument, parseStored, type DocumentKind } from './documents'

/**
 * A kind of document that changed twice: `size` became two numbers, which then moved into `shape`.
 */
const kind: DocumentKind = {
  what: 'The run',
  version: 3,
  unreadable: 'runUnreadable',
  migrations: {
    1: {
      migrate: (document) => {
        const { size, ...rest } = document as { size: unknown }
        return { ...rest, schemaVersion: 2, width: size, height: size }
      },
      result: z.object({ width: z.number(), height: z.number() }),
    },
    2: {
      migrate: (document) => {
        const { width, height, ...rest } = document as { width: unknown; height: unknown }
        return { ...rest, schemaVersion: 3, shape: { width, height } }
      },
      result: z.object({ shape: z.object({ width: z.number(), height: z.number() }) }),
    },
  },
}
const open = (document: unknown, of = kind) => parseDocument(JSON.stringify(document), of, 'a.json')
const failure = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('a document of an earlier version', () => {
  it('is migrated through all steps, keeping unknown keys', () => {
    const first = { schemaVersion: 1, size: 4, novelty: { deep: true } }
    const today = { schemaVersion: 3, shape: { width: 4, height: 4 }, novelty: { deep: true } }
    expect(open(first)).toEqual({ raw: first, migrated: today })
    const second = { schemaVersion: 2, width: 4, height: 5, novelty: 1 }
    expect(open(second).migrated).toEqual({
      schemaVersion: 3,
      shape: { width: 4, height: 5 },
      novelty: 1,
    })
  })

  it('is not modified by a step that changes its input', () => {
    const careless: DocumentKind = {
      ...kind,
      version: 2,
      migrations: {
        1: {
          migrate: (document) => Object.assign(document, { schemaVersion: 2, inner: {} }),
          result: z.object({}),
        },
      },
    }
    const { raw, migrated } = open({ schemaVersion: 1, inner: { a: 1 } }, careless)
    expect(raw).toEqual({ schemaVersion: 1, inner: { a: 1 } })
    expect(migrated).toEqual({ schemaVersion: 2, inner: {} })
  })

  it.each([
    [
      'gives a result that does not match the next version',
      { schemaVersion: 1, size: 'large' },
      'schema 2 (width',
    ],
    [
      'gives a result that cannot be migrated further',
      { schemaVersion: 2, width: 1 },
      'schema 3 (shape.height',
    ],
  ])('is refused where a step %s', (_, document, says) => {
    expect(() => open(document)).toThrow(expect.objectContaining({ code: 'checkpoint' }))
    expect(() => open(document)).toThrow(says)
  })

  it('is refused if a step forgets to set the version', () => {
    const [step] = [kind.migrations[1]]
    if (step === undefined) throw new Error('there is no first step')
    const silent = {
      ...step,
      migrate: (document: object) => ({ ...document, width: 1, height: 1 }),
    }
    const forgetful = { ...kind, version: 2, migrations: { 1: silent } }
    expect(() => open({ schemaVersion: 1 }, forgetful)).toThrow('schemaVersion')
  })

  it('is refused if a step is missing', () => {
    const gap = { ...kind, migrations: {} }
    expect(() => open({ schemaVersion: 1, size: 4 }, gap)).toThrow('schema 1 is unknown')
  })

  it('without a version is damaged, unless such documents were once written', () => {
    expect(() => open({ size: 4 })).toThrow('no schemaVersion')
    const once = { ...kind, unversioned: 1 }
    expect(open({ size: 4 }, once).migrated).toMatchObject({ shape: { width: 4 } })
    for (const bad of [{ schemaVersion: '1', size: 4 }, { schemaVersion: null }, [1], null, 3]) {
      expect(() => open(bad, once), JSON.stringify(bad)).toThrow('no schemaVersion')
    }
  })
})

describe('the content of a document', () => {
  const schema = z.object({ kind: z.enum(['a', 'b']), size: z.number() })
  const refusal = (document: object) =>
    failure(() => parseStored(schema, document, 'The run', 'a.json'))

  it('of another version is distinguished from damage', () => {
    expect(refusal({ kind: 'c', size: 1 })).toMatchObject({
      code: 'checkpoint',
      message: 'The run has a value that this version of GAN Studio does not know: kind is "c"',
      where: 'a.json',
      cause: newerSchema,
    })
  })

  it.each([
    ['of another type', { kind: 1.5, size: 'x' }],
    ['missing', { size: 1 }],
    ['unknown beside damage', { kind: 'c', size: 'x' }],
    ['no text', { kind: {}, size: 1 }],
  ])('is damaged where a value is %s', (_, document) => {
    const error = refusal(document)
    expect(error).toMatchObject({
      code: 'checkpoint',
      message: expect.stringContaining('not valid'),
    })
    expect(error).not.toHaveProperty('cause', newerSchema)
  })
})
