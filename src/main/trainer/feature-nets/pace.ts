import type { NetProgress } from '../../../contract/feature-nets/progress'

/** Forwards the first report of each stage, and later ones only at intervals. */
export function everyMilliseconds(
  interval: number,
  report: (progress: NetProgress) => void,
): (progress: NetProgress) => void {
  let last = { stage: '', at: -Infinity }
  return (progress) => {
    const now = performance.now()
    if (progress.stage === last.stage && now - last.at < interval) return
    last = { stage: progress.stage, at: now }
    report(progress)
  }
}
