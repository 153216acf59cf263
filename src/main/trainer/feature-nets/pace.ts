import type { NetProgress } from '../../../contract/feature-nets/progress'

/** Passes on the first report of each stage, and others only after a while. */
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
