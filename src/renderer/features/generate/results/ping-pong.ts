/** Returns the frame index, after some ticks, of an animation that plays back and forth. */
export function pingPongFrame(ticks: number, count: number): number {
  if (count < 2) return 0
  const period = 2 * (count - 1)
  const at = ticks % period
  return at < count ? at : period - at
}
