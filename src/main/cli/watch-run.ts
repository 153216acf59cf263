import { StudioError } from '../../contract/errors'
import { inOneText } from '../../contract/notices'
import type { TrainerEvent } from '../../contract/trainer'
import { passedOver } from '../storage/checkpoints/checkpoints'
import type { RunOutcome } from '../studio/runs/session-record'
import type { StartedRun, Watch } from '../studio/studio'
import { exitCodes } from './exit-codes'
import { commandHint } from './hints'
import type { Output } from './output'
import { showProgress } from './progress'

/**
 * Starts a run and follows it to its end. The first Ctrl-C (or SIGTERM) finishes the step and
 * saves; the second ends immediately.
 *
 * @returns the exit code
 */
export async function watchRun(
  output: Output,
  start: (watch: Watch) => Promise<StartedRun>,
): Promise<number> {
  // Events that arrive before the progress display exists wait for it.
  let onEvent: (event: TrainerEvent) => void = (event) => early.push(event)
  const early: TrainerEvent[] = []
  const interrupt = new Interrupt((text) => output.say(text))
  try {
    const run = await start({
      onEvent: (event) => onEvent(event),
      onMeasure: () =>
        output.say(
          'Measuring the best settings for this machine. This takes a few seconds and happens only once.',
        ),
      signal: interrupt.callOff,
    })
    interrupt.attach(run)
    announce(output, run)
    const progress = showProgress(output, run.overview)
    onEvent = (event) => progress.onEvent(event)
    interrupt.say = (text) => progress.note(text)
    early.forEach(onEvent)
    const outcome = await run.session.outcome
    progress.end()
    return conclude(output, run, outcome, interrupt.count > 0)
  } catch (error) {
    if (interrupt.count === 0) throw error
    output.say('Stopped before the first step; nothing was saved.')
    return exitCodes.interrupted
  } finally {
    interrupt.detach()
  }
}

function announce(output: Output, { id, dir, overview, skipped }: StartedRun): void {
  const { engine, notes, dataset, fromStep, totalSteps, stepsPerEpoch } = overview
  for (const { message } of notes) output.say(`note: ${message}`)
  for (const one of skipped) output.say(`warning: ${passedOver(one).message}`)
  output.say(
    `engine   ${engine.name} (${engine.version}, ${engine.device}, ${engine.threads} ${engine.threads === 1 ? 'thread' : 'threads'})`,
  )
  output.say(`data     ${dataset.name}, ${dataset.images} images`)
  output.say(`run      ${dir}`)
  if (fromStep > 0) output.say(`resuming from step ${fromStep}`)
  if (!output.json) return
  output.result('', {
    ...{ event: 'started', id, dir, engine, dataset },
    notes: notes.map(({ message }) => message),
    skipped: skipped.map(({ step, why }) => ({ step, reason: inOneText(why, 'en') })),
    ...{ fromStep, totalSteps, stepsPerEpoch },
  })
}

function conclude(
  output: Output,
  { id, dir }: StartedRun,
  outcome: RunOutcome,
  interrupted: boolean,
): number {
  if ('error' in outcome && !(interrupted && outcome.kind === 'interrupted')) {
    output.fail(new StudioError(outcome.error.code, outcome.error.message, outcome.error))
    output.say(`Resume with: ${commandHint('resume', id)}`)
    return exitCodes[outcome.error.code]
  }
  if (output.json)
    output.result('', { event: 'ended', id, outcome: outcome.kind, step: outcome.step })
  if (outcome.kind === 'finished') {
    output.say(`Finished at step ${outcome.step}. Grids: ${dir}/samples`)
    const generate = commandHint('generate', id, '--count 100 --seed 1 --grid images.png')
    output.say(`Generate with: ${generate}`)
    return exitCodes.ok
  }
  const saved =
    outcome.kind === 'stopped' ? `Saved at step ${outcome.step}.` : 'Ended without saving.'
  output.say(`${saved} Resume with: ${commandHint('resume', id)}`)
  return exitCodes.interrupted
}

/** Handles interrupts: the first cancels a start or stops the run, the second kills the trainer. */
class Interrupt {
  count = 0
  private readonly aborter = new AbortController()
  private run: StartedRun | undefined

  constructor(public say: (text: string) => void) {
    process.on('SIGINT', this.handle)
    process.on('SIGTERM', this.handle)
  }

  get callOff(): AbortSignal {
    return this.aborter.signal
  }

  attach(run: StartedRun): void {
    this.run = run
    if (this.count > 0) void run.session.stop()
  }

  detach(): void {
    process.off('SIGINT', this.handle)
    process.off('SIGTERM', this.handle)
  }

  private readonly handle = (): void => {
    this.count += 1
    if (this.run === undefined) return this.aborter.abort()
    if (this.count === 1) {
      this.say('Finishing the step and saving. Press Ctrl-C again to end immediately.')
      // A failure is reported by the session's outcome.
      this.run.session.stop().catch(() => undefined)
    } else {
      void this.run.session.kill()
    }
  }
}
