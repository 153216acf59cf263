import type { NetProgress } from '../../../contract/feature-nets/progress'
import type { Output } from '../output'
import { duration } from '../progress'
import { progressView } from '../progress-view'
import type { ProgressView } from '../progress-view'

/** Shows the progress of training a feature net. */
export function showNetTraining(output: Output): ProgressView<NetProgress> {
  const textOf = texts()
  return progressView(output, {
    json: (progress) => ({ event: 'featureNetProgress', ...progress }),
    state: (progress) => ({
      done: progress.step,
      total: Math.max(1, progress.steps),
      text: textOf(progress),
    }),
  })
}

/** Describes the progress, with the remaining time estimated from the speed so far. */
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
