/** The frame, from 0, of a film of `count` frames that plays back and forth, after some ticks. */
export function bounced(ticks: number, count: number): number {
  if (count < 2) return 0
  const around = 2 * (count - 1)
  const at = ticks % around
  return at < count ? at : around - at
}
