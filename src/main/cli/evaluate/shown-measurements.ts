import { grouped } from '../../../contract/counted'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import { endedByItself } from '../../studio/runs/session-record'
import type { RunOutcome } from '../../studio/runs/session-record'
import type { StartedRun } from '../../studio/runs/started-run'
import type { Output } from '../output'
import { showMeasuring } from './evaluation-progress'
import { evaluationText, labelOf, valueText } from './evaluation-text'

/** Shows the measurements of a run that this command trains. */
export class ShownMeasurements {
  private progress: ReturnType<typeof showMeasuring> | undefined

  /** Prints a line of text to stderr. */
  say: (text: string) => void

  constructor(private readonly output: Output) {
    this.say = (text) => output.say(text)
  }

  evaluated(evaluation: Evaluation): void {
    this.progress?.end()
    this.progress = undefined
    const { output } = this
    const full = evaluation.pass === 'full'
    if (output.json || full) {
      output.result(evaluationText(evaluation), { event: 'evaluation', ...evaluation })
    } else this.say(`step ${grouped(evaluation.step ?? 0)}: ${shortText(evaluation)}`)
  }

  /** The progress of the pass at the end. */
  measuring(progress: MeasureProgress): void {
    this.progress ??= showMeasuring(this.output)
    this.progress.show(progress)
  }

  /** Waits for the passes at the end of training, unless the user stopped it. */
  async last({ measurements, overview }: StartedRun, outcome: RunOutcome): Promise<void> {
    if (measurements === undefined) return
    if (endedByItself(outcome) && outcome.step > overview.fromStep && measurements.measures) {
      this.say('Measuring the images of the last checkpoint. Press Ctrl-C to skip this.')
    }
    await measurements.done()
    this.progress?.end()
  }
}

/** The values of a cheap pass on one line, each with the value for real images. */
function shortText({ results, floor }: Evaluation): string {
  const texts = results.map(({ key, value }) => {
    const ofReal = floor?.results.find((result) => result.key === key)?.value
    const real = ofReal === undefined ? '' : ` (real images ${valueText(key, ofReal)})`
    return `${labelOf(key)} ${valueText(key, value)}${real}`
  })
  return texts.join(', ')
}
