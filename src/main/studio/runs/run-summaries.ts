import fs from 'node:fs'
import { join } from 'node:path'
import { alarmsOf } from '../../../contract/alarms/of-run'
import { annotationsOf } from '../../../contract/annotations'
import { problemError, toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { Metrics } from '../../../contract/metrics/record'
import { divergenceOf } from '../../../contract/divergence'
import { bestToShow, comparable } from '../../../contract/evaluations/best-checkpoint'
import type { MeasuredFid } from '../../../contract/evaluations/best-checkpoint'
import { shortName } from '../../../contract/run'
import { changedAt } from '../../../contract/run-order'
import type { Run } from '../../../contract/run'
import { secondsIn } from '../../../contract/sessions'
import { isoTime } from '../../../contract/times'
import type { CheckpointSummary, RunSummary } from '../../../contract/summary'
import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import { latestUsable, listCheckpoints } from '../../storage/checkpoints/checkpoints'
import { unlessMissing } from '../../disk/errno'
import { manifestName } from '../../storage/checkpoints/manifest'
import { metricsFile } from '../../storage/runs/paths'
import type { StoredRun } from '../../storage/runs/runs'
import { newestQuality } from '../../storage/evaluations/evaluations'
import { listSamples } from '../../storage/runs/samples'
import { lengthOf } from '../estimates/estimates'
import { RunFids } from '../evaluations/run-fids'
import { lastMetrics } from '../../storage/runs/last-metrics'

/** The part of a summary that is not in run.json. */
type Figures = Pick<
  RunSummary,
  'step' | 'latest' | 'quality' | 'sample' | 'bytes' | 'stepsPerSecond' | 'trainedSeconds'
>

/** The figures of a session in progress. */
export type SessionFigures = Pick<Figures, 'step' | 'stepsPerSecond' | 'trainedSeconds'>

export function summarise(run: Run, figures: Figures): RunSummary {
  const { id, name, state, createdAt, config, dataset, from, sessions } = run
  const last = sessions.at(-1)
  return {
    id,
    name: shortName(name),
    state,
    starting: null,
    elsewhere: false,
    createdAt,
    changedAt: changedAt(run),
    config,
    annotations: annotationsOf(run),
    classNames: dataset?.classNames ?? null,
    ...(from === undefined ? {} : { from }),
    ...lengthOf(config.hyperparameters, dataset?.images),
    ...figures,
    engine: last?.engine ?? null,
    earlierSeconds: secondsIn(sessions),
    error: errorOf(run),
    diverged: divergenceOf(run),
    warning: warningOf(run),
    early: run.state === 'stopped' ? (last?.early ?? null) : null,
    alarms: alarmsOf(run),
  }
}

function warningOf({ state, sessions }: Run): Notice | null {
  if (state !== 'finished') return null
  // A session that found no steps left to train has not judged the result.
  const last = sessions.findLast(({ fromStep, toStep }) => toStep !== fromStep)
  return last?.warning ?? null
}

function errorOf({ state, sessions }: Run): ErrorReport | null {
  if (state !== 'failed' && state !== 'interrupted') return null
  const last = sessions.at(-1)
  if (last?.error !== undefined) return last.error
  // Sessions of earlier versions only recorded a message.
  if (last?.outcome !== undefined) return { code: 'training', message: last.outcome }
  return toReport(problemError('training', 'hostEnded', {}))
}

/**
 * Returns the summary of a run that is not live in this process, from its folder.
 *
 * @param foreign observes its session if another process trains it
 */
export async function summariseStored(
  { dir, run }: StoredRun,
  bytes: number,
  foreign?: { figures(run: Run, latest: Metrics | null): Promise<SessionFigures> },
): Promise<RunSummary> {
  const latest = await lastMetrics(metricsFile(dir))
  const figures =
    foreign === undefined
      ? await restingFigures(dir, run, latest)
      : await foreign.figures(run, latest)
  const sample = await newestSample(dir, figures.step)
  const quality = await newestQuality(dir, figures.step)
  return summarise(run, { ...figures, latest, quality, sample, bytes })
}

async function restingFigures(
  dir: string,
  { sessions }: Run,
  latest: Metrics | null,
): Promise<SessionFigures> {
  const step = sessions.at(-1)?.toStep ?? (await furthestStep(dir, latest))
  return { step, stepsPerSecond: null, trainedSeconds: null }
}

async function furthestStep(dir: string, latest: Metrics | null): Promise<number> {
  const saved = (await checkpointSteps(dir)).at(-1) ?? 0
  return Math.max(saved, latest?.step ?? 0)
}

/** Step of the newest sample grid up to `step`; later grids belong to an abandoned branch. */
export async function newestSample(dir: string, step: number): Promise<number | null> {
  return (await listSamples(dir)).findLast((sample) => sample <= step) ?? null
}

/** Step of the newest checkpoint that is verified to be usable; null if there is none. */
export async function newestUsableStep(dir: string): Promise<number | null> {
  // A checkpoint of a newer version, or one that cannot be read, is not usable here.
  const newest = await latestUsable(dir).catch(() => undefined)
  return newest?.checkpoint?.step ?? null
}

/**
 * The checkpoints of a run in ascending order.
 *
 * @param fids the FIDs measured in the run; by default read from its folder
 */
export async function summariseCheckpoints(
  dir: string,
  fids?: readonly MeasuredFid[],
): Promise<CheckpointSummary[]> {
  const summaries: CheckpointSummary[] = []
  const measured = comparable(fids ?? (await RunFids.of(dir)).list)
  for (const { step, bytes, dir: folder } of await listCheckpoints(dir)) {
    const savedAt = await changeTime(join(folder, manifestName))
    const { fid = null, images: fidImages = null } =
      measured.findLast((each) => each.step === step) ?? {}
    if (savedAt !== undefined) summaries.push({ step, bytes, savedAt, fid, fidImages, best: false })
  }
  const best = bestToShow(
    measured,
    summaries.map(({ step }) => step),
  )
  return summaries.map((each) => ({ ...each, best: each.step === best?.step }))
}

/** Undefined if the file was deleted in the meantime. */
async function changeTime(file: string): Promise<string | undefined> {
  const stats = await unlessMissing(fs.promises.stat(file))
  return stats === undefined ? undefined : isoTime(stats.mtimeMs)
}
