import fs from 'node:fs'
import type { Alarm } from '../../contract/alarms/alarm'
import { bytesText } from '../../contract/bytes'
import { counted } from '../../contract/counted'
import type { Needs } from '../../contract/estimate'
import type { Hyperparameters } from '../../contract/hyperparameters'
import { onOneLine } from '../../contract/notices'
import type { DatasetIdentity } from '../../contract/run'
import type { TrainerEvent } from '../../contract/trainer'
import { isFromKeyboard, onEndingSignal } from '../process/ending-signals'
import type { EndingSignal } from '../process/ending-signals'
import { skippedNotice } from '../storage/checkpoints/checkpoints'
import type { StartedRun, Watch } from '../studio/runs/started-run'
import { sayAlarm } from './alarm-text'
import { MEASURING } from './engines-command'
import { ShownMeasurements } from './evaluate/shown-measurements'
import { exitCodes } from './exit-codes'
import { commandHint } from './hints'
import type { Output } from './output'
import { showProgress } from './progress'
import { sayEnding } from './run-ending'
import { sayStage } from './start-stages'

/**
 * Starts a run and follows it to its end. The first Ctrl-C, SIGTERM or hangup finishes the step and
 * saves; Ctrl-C after that ends immediately.
 *
 * @returns the exit code
 */
export async function watchRun(
  output: Output,
  start: (watch: Watch) => Promise<StartedRun>,
): Promise<number> {
  // Events that arrive before the progress display exists are queued.
  let onEvent: (event: TrainerEvent) => unknown = (event) => early.push(event)
  const early: TrainerEvent[] = []
  let onAlarm: (alarm: Alarm) => void = (alarm) => earlyAlarms.push(alarm)
  const earlyAlarms: Alarm[] = []
  const interrupt = new Interrupt((text) => output.say(text))
  const shown = new ShownMeasurements(output)
  let needs: Needs | undefined
  try {
    const run = await start({
      onEvent: (event) => (event.type === 'stage' ? sayStage(output, event.stage) : onEvent(event)),
      onAlarm: (alarm) => onAlarm(alarm),
      onMeasure: () => output.say(MEASURING),
      onNeeds: (found) => sayNeeds(output, (needs = found)),
      onEvaluated: ({ evaluation }) => shown.evaluated(evaluation),
      onMeasuring: (_, progress) => shown.measuring(progress),
      signal: interrupt.signal,
    })
    interrupt.attach(run)
    announce(output, run, needs)
    const progress = showProgress(output, run.overview)
    onEvent = (event) => progress.onEvent(event)
    interrupt.say = (text) => progress.note(text)
    shown.say = (text) => progress.note(text)
    let say = shown.say
    let saying = Promise.resolve()
    onAlarm = (alarm) => {
      const { dir, session } = run
      saying = saying.then(() =>
        sayAlarm(output, (text) => say(text), alarm, { dir, run: session.run }),
      )
    }
    early.forEach(onEvent)
    earlyAlarms.forEach(onAlarm)
    const outcome = await run.session.outcome
    await saying
    progress.end()
    // A warning may follow while the last images are being measured.
    onEvent = (event) => event.type === 'warning' && output.say(`warning: ${event.message}`)
    say = interrupt.say = shown.say = (text) => output.say(text)
    interrupt.hasEnded = true
    const code = await sayEnding(output, run, outcome, interrupt.count > 0)
    await shown.last(run, outcome)
    await saying
    // It was deleted while its images were measured; a warning has said so.
    return code === exitCodes.ok && !fs.existsSync(run.dir) ? exitCodes.storage : code
  } catch (error) {
    if (interrupt.count === 0) throw error
    output.say('Stopped before the first step; nothing was saved.')
    return exitCodes.interrupted
  } finally {
    interrupt.detach()
  }
}

function sayNeeds(output: Output, { memory, disk, warnings }: Needs): void {
  const of = ({ bytes, available }: Needs['memory'], what: string): string =>
    `about ${bytesText(bytes)}${available === null ? '' : ` of ${bytesText(available)} ${what}`}`
  output.say(`memory   ${of(memory, 'available')}`)
  output.say(`disk     ${of(disk, 'free')}`)
  for (const warning of warnings) output.say(`warning: ${onOneLine(warning, 'en')}`)
}

function announce(
  output: Output,
  { id, dir, overview, skipped, session }: StartedRun,
  needs: Needs | undefined,
): void {
  const { engine, notes, dataset, fromStep, totalSteps, stepsPerEpoch } = overview
  for (const { message } of notes) output.say(`note: ${message}`)
  for (const one of skipped) output.say(`warning: ${skippedNotice(one).message}`)
  output.say(
    `engine   ${engine.name} (${engine.version}, ${engine.device}, ${counted(engine.threads, 'thread')})`,
  )
  output.say(`data     ${dataText(dataset, session.run.config.hyperparameters)}`)
  output.say(`run      ${dir}`)
  for (const { text, problem } of session.activity.entries) {
    if (problem?.code === 'activityNotKept') output.say(`warning: ${text}`)
  }
  if (fromStep >= totalSteps) output.say(nothingLeft(id, totalSteps))
  else if (fromStep > 0) output.say(`resuming from step ${fromStep}`)
  if (!output.json) return
  output.result('', {
    ...{ event: 'started', id, dir, engine, dataset },
    notes: notes.map(({ message }) => message),
    skipped: skipped.map(({ step, why }) => ({ step, reason: onOneLine(why, 'en') })),
    ...{ fromStep, totalSteps, stepsPerEpoch },
    ...(needs === undefined ? {} : { needs: withoutRefusals(needs) }),
  })
}

/** A data set with its number of images and, if they are converted, both sizes. */
function dataText(
  { name, images, width, height, channels }: DatasetIdentity,
  { imageSize, channels: wanted }: Pick<Hyperparameters, 'imageSize' | 'channels'>,
): string {
  const from = `${width}x${height}x${channels}`
  const to = `${imageSize}x${imageSize}x${wanted}`
  return `${name}, ${counted(images, 'image')}${from === to ? '' : `, ${from} converted to ${to}`}`
}

/** Says that a run has no steps left, and how to train it longer. */
function nothingLeft(id: string, totalSteps: number): string {
  const longer = commandHint('resume', id, '--epochs <new total>')
  return `There is nothing left to train: all ${counted(totalSteps, 'step')} are done. To train longer: ${longer}, or --steps <new total>`
}

const withoutRefusals = ({ memory, disk, warnings }: Needs) => ({
  memory,
  disk,
  warnings: warnings.map((warning) => onOneLine(warning, 'en')),
})

/**
 * Before the first step, a signal cancels the start; later, it stops the run with a checkpoint, and
 * Ctrl-C after that kills the trainer.
 */
class Interrupt {
  count = 0
  /** True once training has ended and only its images are being measured. */
  hasEnded = false
  private readonly aborter = new AbortController()
  private run: StartedRun | undefined

  /** Stops listening for signals. */
  readonly detach: () => void

  constructor(public say: (text: string) => void) {
    this.detach = onEndingSignal((signal) => this.handle(signal))
  }

  get signal(): AbortSignal {
    return this.aborter.signal
  }

  attach(run: StartedRun): void {
    this.run = run
    if (this.count > 0) void run.session.stop()
  }

  private handle(signal: EndingSignal): void {
    this.count += 1
    if (this.run === undefined) return this.aborter.abort()
    if (this.hasEnded) return this.run.measurements?.cancel()
    if (this.count === 1) {
      this.say('Finishing the step and saving. Press Ctrl-C again to end without saving.')
      // A failure is reported by the session's outcome.
      this.run.session.stop().catch(() => undefined)
    } else if (isFromKeyboard(signal)) {
      void this.run.session.kill()
    }
  }
}
