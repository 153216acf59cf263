import fs from 'node:fs'
import { divergenceOf } from '../../contract/divergence'
import { StudioError } from '../../contract/errors'
import { earlyNotice } from '../../contract/evaluations/early-notice'
import type { EarlyStop } from '../../contract/evaluations/early-stop'
import { explainInSentences, onOneLine } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import type { Run } from '../../contract/run'
import { newestUsableStep } from '../studio/runs/run-summaries'
import type { RunOutcome } from '../studio/runs/session-record'
import type { StartedRun } from '../studio/runs/started-run'
import { howToTrainAgain, stepBeforeAlarms } from './alarm-text'
import { exitCodes } from './exit-codes'
import { commandHint } from './hints'
import type { Output } from './output'

/**
 * Prints how a run ended, and what can be done next.
 *
 * @returns the exit code
 */
export async function sayEnding(
  output: Output,
  { id, dir, session, overview }: StartedRun,
  outcome: RunOutcome,
  interrupted: boolean,
): Promise<number> {
  if ('error' in outcome && !(interrupted && outcome.kind === 'interrupted')) {
    output.fail(new StudioError(outcome.error.code, outcome.error.message, outcome.error))
    if (!fs.existsSync(dir)) return exitCodes[outcome.error.code]
    const diverged = divergenceOf(session.run) !== null
    output.say(
      diverged
        ? await afterDivergence(dir, session.run)
        : `Resume with: ${commandHint('resume', id)}`,
    )
    return exitCodes[outcome.error.code]
  }
  const warning = outcome.kind === 'finished' ? outcome.warning : undefined
  const early = outcome.kind === 'stopped' ? outcome.early : undefined
  if (output.json)
    output.result('', {
      ...{ event: 'ended', id, outcome: outcome.kind, step: outcome.step },
      ...(warning === undefined ? {} : { warning: onOneLine(warning, 'en') }),
      ...(early === undefined ? {} : { early }),
    })
  if (outcome.kind === 'finished') {
    const trained = outcome.step > overview.fromStep
    output.say(`${trained ? `Finished at step ${outcome.step}. ` : ''}Sample grids: ${dir}/samples`)
    const generate = commandHint('generate', id, '--count 100 --seed 1 --grid images.png')
    output.say(`Generate images with: ${generate}`)
    if (warning !== undefined) output.say(await howToImprove(warning, { dir, run: session.run }))
    return exitCodes.ok
  }
  if (early !== undefined) return sayEarly(output, id, outcome.step, early)
  const saved =
    outcome.kind === 'stopped' ? `Saved at step ${outcome.step}.` : 'Ended without saving.'
  output.say(`${saved} Resume with: ${commandHint('resume', id)}`)
  return exitCodes.interrupted
}

function sayEarly(output: Output, id: string, step: number, early: EarlyStop): number {
  output.say(`Stopped early at step ${step}. ${onOneLine(earlyNotice(early), 'en')}`)
  const best = commandHint('generate', `${id}@best`, '--count 100 --seed 1 --grid images.png')
  output.say(`Generate images from the best checkpoint with: ${best}`)
  output.say(`Resume with: ${commandHint('resume', id)}`)
  return exitCodes.ok
}

/** Says what is wrong with the result of a finished run, and how to get a better one. */
async function howToImprove(
  warning: Notice,
  { dir, run }: { dir: string; run: Run },
): Promise<string> {
  if (warning.problem?.code === 'tooFewSteps') {
    const { steps: limit } = run.config.hyperparameters
    const { message } = explainInSentences(warning, 'en')
    // Suggests the limit that ended the run: raising the other would change nothing.
    const ended = limit > 0 && Number(warning.problem.given.steps) >= limit
    const more = ended ? '--steps <new limit>' : '--epochs <new total>'
    return `note: ${message} To train longer: ${commandHint('resume', run.id, more)}`
  }
  const again = howToTrainAgain(run, await stepBeforeAlarms(dir, run))
  return `warning: ${onOneLine(warning, 'en')} ${again}`
}

/** Suggests a new run from the last usable checkpoint: resuming would only diverge again. */
async function afterDivergence(dir: string, run: Run): Promise<string> {
  const { id } = run
  const usable = await newestUsableStep(dir)
  if (usable === null) return 'The run has no usable checkpoint.'
  // Training may have gone wrong before its values became infinite or NaN.
  const step = Math.min(usable, (await stepBeforeAlarms(dir, run)) ?? usable)
  const again = commandHint('train', `--from ${id}@${step}`, '--learning-rate <lower>')
  return `The checkpoint at step ${step} is usable. Continue from it in a new run: ${again}`
}
