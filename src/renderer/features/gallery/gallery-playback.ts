/* Playback of a timeline of grids. */

/** Frames per second. */
export const speeds = [2, 5, 10, 20, 30] as const
export type Speed = (typeof speeds)[number]

export interface Playhead {
  index: number
  /** Milliseconds for which the grid at `index` has been shown. */
  carry: number
  playing: boolean
}

/**
 * Returns the playhead after some time. It stops at the last grid and skips grids if frames take
 * longer than the speed allows.
 *
 * @param count grids on the timeline
 * @param elapsed milliseconds
 * @param speed grids per second
 */
export function advance(head: Playhead, count: number, elapsed: number, speed: number): Playhead {
  if (!head.playing) return head
  const last = Math.max(0, count - 1)
  const each = 1000 / speed
  const time = head.carry + Math.max(0, elapsed)
  const moved = Math.floor(time / each)
  const index = Math.min(last, head.index + moved)
  if (index >= last) return { index: last, carry: 0, playing: false }
  return { index, carry: time - moved * each, playing: true }
}

/** Starts playback, from the first grid if at the end. */
export function play(head: Playhead, count: number): Playhead {
  if (count < 2) return { ...head, playing: false }
  return { index: head.index >= count - 1 ? 0 : head.index, carry: 0, playing: true }
}

/** Returns the indices to decode: the current one, then those ahead, then those behind. */
export function nearbyIndices(
  index: number,
  count: number,
  ahead: number,
  behind: number,
): number[] {
  const wanted = [index]
  for (let i = 1; i <= ahead; i++) wanted.push(index + i)
  for (let i = 1; i <= behind; i++) wanted.push(index - i)
  return wanted.filter((i) => i >= 0 && i < count)
}

/** Returns every `stride`-th index, and always the last. */
export function everyNth(count: number, stride: number): number[] {
  const picked: number[] = []
  for (let i = 0; i < count; i += stride) picked.push(i)
  if (count > 0 && picked.at(-1) !== count - 1) picked.push(count - 1)
  return picked
}
