import { SingleBar } from 'cli-progress'
import type { NetProgress } from '../../../contract/feature-nets/progress'
import { duration } from '../progress'
import type { Output } from '../output'

/** Seconds between progress lines when stderr is not a terminal. */
const LINE_EVERY_SECONDS = 5

interface Shown {
  show(progress: NetProgress): void
  end(): void
}

/**
 * Shows the training of a feature net as JSON lines, a bar on a terminal, or a line every few
 * seconds.
 */
export function showNetTraining(output: Output): Shown {
  if (output.json) {
    return {
      show: (progress) => output.result('', { event: 'featureNetProgress', ...progress }),
      end: () => undefined,
    }
  }
  return process.stderr.isTTY ? bar() : lines(output)
}

function bar(): Shown {
  const drawn = new SingleBar({
    format: '{bar} {percentage}% | {text}',
    stream: process.stderr,
    barsize: 18,
    hideCursor: true,
  })
  const textOf = texts()
  let started = false
  return {
    show(progress) {
      const { step, steps } = progress
      const text = textOf(progress)
      if (!started) drawn.start(Math.max(1, steps), 0, { text })
      started = true
      drawn.setTotal(Math.max(1, steps))
      drawn.update(step, { text })
    },
    end: () => drawn.stop(),
  }
}

function lines(output: Output): Shown {
  const textOf = texts()
  let printedAt = -Infinity
  return {
    show(progress) {
      const text = textOf(progress)
      if (performance.now() - printedAt < LINE_EVERY_SECONDS * 1000) return
      printedAt = performance.now()
      output.say(text)
    },
    end: () => undefined,
  }
}

/** Puts the progress into words, with the time left by the speed so far. */
function texts(): (progress: NetProgress) => string {
  let first: { step: number; at: number } | undefined
  return ({ stage, step, steps, epoch, epochs }) => {
    if (stage === 'reading') return 'reading images'
    if (stage === 'testing') return 'measuring the accuracy'
    const now = performance.now()
    first ??= { step, at: now }
    const done = step - first.step
    const each = done === 0 ? undefined : (now - first.at) / 1000 / done
    const left = each === undefined ? '' : `, ${duration(each * (steps - step))} left`
    return `epoch ${epoch} of ${epochs}${left}`
  }
}
