import type { EngineInfo } from '../../../contract/engines'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { StartStage } from '../../../contract/run'
import type { TrainerEvent, TrainJob } from '../../../contract/trainer'
import type { OpenEngine } from '../../engine/engine'
import { openEngine } from '../../engine/open'
import type { Training } from '../../gan/training/loop'
import { sweepTemporaries } from '../../storage/files/atomic'
import { acquireRunLock } from '../../storage/locks/lock'
import type { RunLock } from '../../storage/locks/lock'
import { MetricsLog } from '../../storage/runs/metrics-log'
import { metricsFile } from '../../storage/runs/paths'
import { cutBack, setMetricsAside } from '../../storage/runs/set-aside'
import { refuseTrainedMeanwhile } from '../../storage/runs/unchanged'
import { prepareTraining } from './prepare'

/** The parts of a training session. */
export interface SessionParts {
  job: TrainJob
  lock: RunLock
  engine: EngineInfo
  opened: OpenEngine
  notes: Notice[]
  training: Training
  log: MetricsLog
}

/**
 * Acquires the run's lock, opens engine, data and log, and restores the checkpoint to resume from.
 * Releases the lock if any of it fails.
 */
export async function openParts(
  job: TrainJob,
  emit: (event: TrainerEvent) => void,
): Promise<SessionParts> {
  const lock = await acquireRunLock(job.runDir)
  try {
    await sweepTemporaries(job.runDir)
    await refuseTrainedMeanwhile(job)
    const stage = announcing(emit)
    await stage('engine')
    const { engine: choice, threads, hyperparameters } = job.config
    const { engine, notes } = await openEngine(
      choice,
      threads,
      job.setup,
      hyperparameters.precision,
    )
    const { training, savedOn, note } = await prepareTraining(job, engine, stage)
    if (note !== undefined) notes.push(note)
    const { step } = training
    const { startAgain = false } = job
    const folder = await cutBack(job.runDir, { step, startAgain })
    if (folder !== undefined) notes.push(notice('setAside', { folder }))
    const keepCopy = async (): Promise<void> => {
      if (folder !== undefined) return
      notes.push(notice('metricsCopied', { folder: await setMetricsAside(job.runDir) }))
    }
    const file = metricsFile(job.runDir)
    const { log, dropped, warning } = await MetricsLog.open(file, step, keepCopy)
    if (warning !== undefined && !startAgain) emit({ type: 'warning', ...warning })
    if (step === 0 && dropped > 0 && !startAgain) notes.push(notice('startsOver', {}))
    notes.push(...changesSince(savedOn, job, engine.info))
    await stage('firstStep')
    return { job, lock, engine: engine.info, opened: engine, notes, training, log }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Reports a stage before its work begins, which may keep the event loop busy for minutes. */
const announcing = (emit: (event: TrainerEvent) => void) => async (stage: StartStage) => {
  emit({ type: 'stage', stage })
  await new Promise(setImmediate)
}

/** Notes about changes since the checkpoint that affect the results, such as another engine. */
function changesSince(
  savedOn: string | undefined,
  { lastEngine }: TrainJob,
  engine: EngineInfo,
): Notice[] {
  if (savedOn === undefined) return []
  const { name, threads } = engine
  if (savedOn !== name) return [notice('engineChanged', { from: savedOn, to: name })]
  const from = buildOf(lastEngine?.name === name ? lastEngine : engine)
  const to = buildOf(engine)
  if (from !== to) return [notice('engineUpdated', { from, to })]
  if (name !== 'tensorflow' || lastEngine?.name !== name || lastEngine.threads === threads)
    return []
  return [notice('threadsChanged', { from: lastEngine.threads, to: threads })]
}

/** Returns what rounding depends on besides threads and math library, which are kept. */
const buildOf = ({ name, version, device }: EngineInfo): string =>
  name === 'tensorflow' && device.startsWith('CPU') ? `${version}, CPU` : `${version}, ${device}`
