import { SingleBar } from 'cli-progress'
import type { Output } from './output'

/** Seconds between progress lines when stderr is not a terminal. */
const LINE_EVERY_SECONDS = 5

/** The state of some work, as a bar shows it. */
export interface ProgressState {
  done: number
  /** At least 1. */
  total: number
  /** Empty while there is nothing to say. */
  text: string
}

export interface ProgressView<P> {
  show(progress: P): void
  end(): void
}

/** The forms in which a kind of progress is shown. */
interface Forms<P> {
  /** The object of a JSON line. */
  json(progress: P): object
  state(progress: P): ProgressState
  /** Whether the bar disappears at the end. */
  cleared?: boolean
}

/** Shows progress as JSON lines, a bar on a terminal, or a line every few seconds. */
export function progressView<P>(output: Output, forms: Forms<P>): ProgressView<P> {
  if (output.json) {
    return {
      show: (progress) => output.result('', forms.json(progress)),
      end: () => undefined,
    }
  }
  return process.stderr.isTTY ? bar(forms) : lines(output, forms)
}

function bar<P>({ state, cleared = false }: Forms<P>): ProgressView<P> {
  const drawn = new SingleBar({
    format: '{bar} {percentage}% | {text}',
    stream: process.stderr,
    ...{ barsize: 18, hideCursor: true, clearOnComplete: cleared },
  })
  let started = false
  return {
    show(progress) {
      const { done, total, text } = state(progress)
      if (!started) drawn.start(total, done, { text })
      started = true
      drawn.setTotal(total)
      drawn.update(done, { text })
    },
    end: () => drawn.stop(),
  }
}

function lines<P>(output: Output, { state }: Forms<P>): ProgressView<P> {
  let printedAt = -Infinity
  return {
    show(progress) {
      const { text } = state(progress)
      const now = performance.now()
      if (text === '' || now - printedAt < LINE_EVERY_SECONDS * 1000) return
      printedAt = now
      output.say(text)
    },
    end: () => undefined,
  }
}
