import type { Dirent } from 'node:fs'
import { basename, join } from 'node:path'
import { problemError } from '../../../contract/errors'
import {
  EVALUATION_SCHEMA_VERSION,
  evaluationSchema,
} from '../../../contract/evaluations/evaluation'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { parseDocument, parseStored, readDocument } from '../files/documents'
import type { DocumentKind } from '../files/documents'
import { listFolder } from '../files/list-folder'
import { evaluationsDirectory, stepOfName } from '../runs/paths'

const KIND: DocumentKind = {
  what: 'The evaluation',
  version: EVALUATION_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'evaluationUnreadable',
}

const NAME = /^(\d{8,15})-([0-9a-f]{12})\.json$/

/** The step in the name of an evaluation's file; undefined for any other name. */
export function stepOfEvaluation(name: string): number | undefined {
  const step = NAME.exec(name)?.[1]
  return step === undefined ? undefined : stepOfName(step)
}

/** The entries of a run's folder of evaluations. */
interface Entries {
  /** The names of evaluation files, sorted. */
  names: string[]
  /** Other entries that look like evaluations, and why they are not. */
  others: { name: string; why: Notice }[]
}

/** @throws StudioError `storage` */
export async function entriesOf(runDir: string): Promise<Entries> {
  const dir = evaluationsDirectory(runDir)
  const entries: Entries = { names: [], others: [] }
  for (const entry of await listFolder(dir, 'list the evaluations')) {
    const { name } = entry
    // Locks and unfinished files, and a user's own notes.
    if (name.startsWith('.') || !/\.json$/i.test(name)) continue
    const why = whyNot(entry)
    if (why === undefined) entries.names.push(name)
    else entries.others.push({ name, why: { ...why, where: join(dir, name) } })
  }
  entries.names.sort()
  return entries
}

function whyNot(entry: Dirent): Notice | undefined {
  if (stepOfEvaluation(entry.name) === undefined) return notice('evaluationMisnamed', {})
  // A link could expose any file of this machine to everyone who may view the run.
  return entry.isFile() ? undefined : notice('evaluationNotAFile', {})
}

/** The names of a run's evaluation files, sorted. @throws StudioError `storage` */
export const evaluationNames = async (runDir: string): Promise<string[]> =>
  (await entriesOf(runDir)).names

/**
 * Reads an evaluation: as stored, and the part that this version knows.
 *
 * @throws StudioError `checkpoint` if it is damaged, contradicts its name, or is from a newer version
 */
export async function readStored(file: string): Promise<{ raw: object; read: Evaluation }> {
  const { raw, migrated } = parseDocument(await readDocument(file, KIND), KIND, file)
  const read = parseStored(evaluationSchema, migrated, KIND.what, file)
  const why = faultOf(read, basename(file))
  if (why === undefined) return { raw, read }
  throw problemError('checkpoint', KIND.unreadable, { why }, { where: file })
}

/** A fault that the schema allows, but that would make this checkpoint, or another, the best. */
function faultOf({ step, results }: Evaluation, name: string): Notice | undefined {
  const named = stepOfEvaluation(name)
  if (named !== undefined && (step ?? 0) !== named) {
    return notice('evaluationOfOtherStep', { step: step ?? 0, other: named })
  }
  const isNegative = results.some(({ key, value }) => key === 'fid' && value < 0)
  return isNegative ? notice('evaluationNegativeFid', {}) : undefined
}
