import { z } from 'zod'
import { problemError } from './errors'

/* A user's annotations of a run, which organise many runs: a star, tags, a group and a note. */

/** Maximum lengths in characters, and the maximum number of tags per run. */
export const MAX_TAG = 40
export const MAX_TAGS = 20
export const MAX_GROUP = 80
export const MAX_NOTE = 4000

const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be on one line')
export const tagSchema = oneLine(MAX_TAG)
export const groupSchema = oneLine(MAX_GROUP)
const noteSchema = z.string().max(MAX_NOTE)

/** For requests: all of a run's annotations. */
export const annotationsSchema = z.strictObject({
  starred: z.boolean().default(false),
  /** Each once, ignoring case, in the order in which they were added. */
  tags: z
    .array(tagSchema)
    .max(MAX_TAGS)
    .transform((tags) => withTags([], tags))
    .default([]),
  /** The name of the group that the run belongs to; null if it belongs to none. */
  group: groupSchema.nullable().default(null),
  /** Plain text; may have several lines. */
  note: noteSchema.default(''),
})
export type Annotations = z.infer<typeof annotationsSchema>

/**
 * Annotations as stored in a run's document. A damaged value must not make the run unreadable: it
 * counts as absent, and stays in the file until it is changed.
 */
export const storedAnnotationsSchema = z.object({
  starred: z.boolean().default(false).catch(false),
  tags: z.array(z.string()).default([]).catch([]),
  group: z.string().nullable().default(null).catch(null),
  note: z.string().default('').catch(''),
})

/** Annotations of a run without any. */
export const noAnnotations: Annotations = { starred: false, tags: [], group: null, note: '' }

/** The annotations of a run as stored. */
export const annotationsOf = (run: { annotations?: Annotations | undefined }): Annotations =>
  run.annotations ?? noAnnotations

/**
 * A change of a run's annotations. Annotations that it does not name stay as they are, so two changes
 * made at the same time both take effect: tags are added and removed, not replaced.
 */
export const annotationsChangeSchema = z.strictObject({
  starred: z.boolean().optional(),
  addTags: z.array(tagSchema).max(MAX_TAGS).optional(),
  /** Any length: a stored tag may be longer than this version allows. */
  removeTags: z.array(z.string()).optional(),
  group: groupSchema.nullable().optional(),
  note: noteSchema.optional(),
})
export type AnnotationsChange = z.infer<typeof annotationsChangeSchema>

const folded = (text: string): string => text.normalize('NFC').toLowerCase()

/** Whether two tags, or two names of groups, are the same, ignoring case. */
export const isSameTag = (a: string, b: string): boolean => folded(a) === folded(b)

/** Adds the tags that are not among `tags` yet. */
function withTags(tags: readonly string[], added: readonly string[]): string[] {
  const all = [...tags]
  for (const tag of added) if (!all.some((each) => isSameTag(each, tag))) all.push(tag)
  return all
}

/** Applies a change. @throws StudioError `usage` if the run would get too many tags */
export function annotated(before: Annotations, change: AnnotationsChange): Annotations {
  const { addTags = [], removeTags = [], starred, group, note } = change
  const kept = before.tags.filter((tag) => !removeTags.some((each) => isSameTag(each, tag)))
  const tags = withTags(kept, addTags)
  // A document from elsewhere may already have more.
  if (tags.length > Math.max(MAX_TAGS, before.tags.length)) {
    throw problemError('usage', 'tooManyTags', { most: MAX_TAGS })
  }
  return {
    starred: starred ?? before.starred,
    tags,
    group: group === undefined ? before.group : group,
    note: note ?? before.note,
  }
}

/** The change that undoes `change`, given the annotations that the run had before it. */
export function undoing(before: Annotations, change: AnnotationsChange): AnnotationsChange {
  const { tags } = annotated(before, change)
  const has = (list: readonly string[], tag: string) => list.some((each) => isSameTag(each, tag))
  const added = tags.filter((tag) => !has(before.tags, tag))
  const removed = before.tags.filter((tag) => !has(tags, tag))
  return {
    ...(change.starred === undefined ? {} : { starred: before.starred }),
    ...(added.length === 0 ? {} : { removeTags: added }),
    ...(removed.length === 0 ? {} : { addTags: removed }),
    ...(change.group === undefined ? {} : { group: before.group }),
    ...(change.note === undefined ? {} : { note: before.note }),
  }
}

/** The names in use, each once ignoring case, in alphabetical order; for completion. */
export function namesInUse(names: Iterable<string>): string[] {
  const byFolded = new Map<string, string>()
  for (const name of names) if (!byFolded.has(folded(name))) byFolded.set(folded(name), name)
  return [...byFolded.values()].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
}
