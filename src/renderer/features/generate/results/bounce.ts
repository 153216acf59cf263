/** Where a film of `count` frames that runs there and back is after some ticks, from 0. */
export function bounced(ticks: number, count: number): number {
  if (count < 2) return 0
  const around = 2 * (count - 1)
  const at = ticks % around
  return at < count ? at : around - at
}
