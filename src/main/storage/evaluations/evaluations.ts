import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { asNotice, StudioError } from '../../../contract/errors'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { newerQuality, qualityOf } from '../../../contract/evaluations/run-quality'
import type { RunQuality } from '../../../contract/evaluations/run-quality'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { makeSubfolder } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { rewrite } from '../files/rewrite'
import { withDocumentLock } from '../locks/lock'
import { evaluationsDirectory, stepName } from '../runs/paths'
import { entriesOf, evaluationNames, readStored, stepOfEvaluation } from './evaluation-files'

/** The fields by which evaluations of the same checkpoint are distinguished. */
export type EvaluationIdentity = Pick<Evaluation, 'step' | 'weightsSha256' | 'weights' | 'protocol'>

/** The file of an evaluation in its run: one for each step, kind of weights and protocol. */
export function evaluationFile(runDir: string, evaluation: EvaluationIdentity): string {
  const { step, weights, protocol } = evaluation
  const { net, dataset, engine, ...rest } = protocol
  const identity = [
    ...[weights, net.sha256, dataset.fingerprint, rest.split, rest.realCount],
    ...[rest.generatedCount, rest.seed, engine.name, engine.version],
    // Absent in evaluations of earlier versions, whose files keep their names.
    ...(dataset.heldOut === undefined ? [] : [dataset.heldOut]),
  ]
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 12)
  return join(evaluationsDirectory(runDir), `${stepName(step ?? 0)}-${hash}.json`)
}

/**
 * Finds an evaluation of the same weights with the same protocol. A damaged one counts as absent,
 * since measuring again replaces it.
 *
 * @throws StudioError `checkpoint` if a newer version wrote it, `storage` if the disk fails
 */
export async function findEvaluation(
  runDir: string,
  identity: EvaluationIdentity,
): Promise<Evaluation | undefined> {
  const file = evaluationFile(runDir, identity)
  const found = (await evaluationNames(runDir)).includes(basename(file))
  const stored = found ? await readStored(file).catch(unlessDamaged) : undefined
  return stored !== undefined && sameWeights(stored.read, identity) ? stored.read : undefined
}

/** Combines an evaluation with the stored one of the same weights and protocol, if there is one. */
type Merge = (stored: Evaluation | undefined, added: Evaluation) => Evaluation

/** Stores an evaluation in place of an earlier one, as {@link mergeEvaluation}. @returns its file */
export async function writeEvaluation(runDir: string, evaluation: Evaluation): Promise<string> {
  return (await mergeEvaluation(runDir, evaluation, (_, added) => added)).file
}

/**
 * Stores an evaluation merged with an earlier one, preserving keys that other versions wrote into
 * the same file. The file is locked, because other processes may store other metrics of the same
 * weights at the same time.
 *
 * @returns its file, and what is stored in it
 * @throws StudioError `storage`, `checkpoint` if a newer version wrote the earlier one
 */
export async function mergeEvaluation(
  runDir: string,
  added: Evaluation,
  merge: Merge,
): Promise<{ file: string; evaluation: Evaluation }> {
  const file = evaluationFile(runDir, added)
  const parent = evaluationsDirectory(runDir)
  await onDisk('save the evaluation', parent, () => makeSubfolder(parent))
  return withDocumentLock(file, async () => {
    const found = (await evaluationNames(runDir)).includes(basename(file))
    const before = found ? await readStored(file).catch(unlessDamaged) : undefined
    const kept = before !== undefined && sameWeights(before.read, added) ? before : undefined
    const evaluation = merge(kept?.read, added)
    const document = kept === undefined ? evaluation : rewrite(kept.raw, kept.read, evaluation)
    await writeFileAtomic(file, `${JSON.stringify(document, null, 2)}\n`)
    return { file, evaluation }
  })
}

interface ListedEvaluations {
  /** By step, then by time. */
  evaluations: Evaluation[]
  /** Files that were skipped: damaged, from a newer version, not regular files, or misnamed. */
  warnings: Notice[]
  /** The steps of those files. */
  unread: number[]
}

/** Lists a run's evaluations. @throws StudioError `storage` */
export async function listEvaluations(runDir: string): Promise<ListedEvaluations> {
  const evaluations: Evaluation[] = []
  const warnings: Notice[] = []
  const unread: number[] = []
  const { names, others } = await entriesOf(runDir)
  const leaveOut = (name: string, why: Notice): void => {
    warnings.push(notice('evaluationLeftOut', { why }))
    const step = stepOfEvaluation(name.toLowerCase())
    if (step !== undefined) unread.push(step)
  }
  for (const name of names) {
    try {
      evaluations.push((await readStored(join(evaluationsDirectory(runDir), name))).read)
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'checkpoint') throw error
      leaveOut(name, asNotice(error, { remedy: false }))
    }
  }
  for (const { name, why } of others) leaveOut(name, why)
  evaluations.sort((a, b) => (a.step ?? 0) - (b.step ?? 0) || compare(a.measuredAt, b.measuredAt))
  return { evaluations, warnings, unread }
}

/**
 * Returns the newest FID of a run.
 *
 * @param upTo later steps belong to an abandoned branch
 * @returns null if none can be read
 * @throws StudioError `storage`
 */
export async function newestQuality(runDir: string, upTo: number): Promise<RunQuality | null> {
  const names = (await evaluationNames(runDir)).filter(
    (name) => (stepOfEvaluation(name) ?? 0) <= upTo,
  )
  const steps = new Set(names.map(stepOfEvaluation))
  // Names begin with the step, so the newest ones come last. Usually one step's files are enough.
  for (const step of [...steps].reverse()) {
    let newest: RunQuality | null = null
    for (const name of names.filter((each) => stepOfEvaluation(each) === step)) {
      const stored = await readStored(join(evaluationsDirectory(runDir), name)).catch(
        unlessUnusable,
      )
      newest = newerQuality(newest, stored === undefined ? null : qualityOf(stored.read))
    }
    if (newest !== null) return newest
  }
  return null
}

/** @throws the error itself, unless it is about a damaged document or one of a newer version */
function unlessUnusable(error: unknown): undefined {
  if (error instanceof StudioError && error.code === 'checkpoint') return undefined
  throw error
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** @throws the error itself, unless it is about a damaged document of a known version */
function unlessDamaged(error: unknown): undefined {
  if (error instanceof StudioError && error.code === 'checkpoint' && error.cause === undefined) {
    return undefined
  }
  throw error
}

const sameWeights = (a: EvaluationIdentity, b: EvaluationIdentity): boolean =>
  isDeepStrictEqual(
    [a.step, a.weightsSha256, a.weights, a.protocol.net.sha256, a.protocol.dataset.heldOut],
    [b.step, b.weightsSha256, b.weights, b.protocol.net.sha256, b.protocol.dataset.heldOut],
  )
