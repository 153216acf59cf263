import { secondsIn } from '../../../../contract/sessions'
import type { Session } from '../../../../contract/run'

/** Steps that were trained in one session, with the training time before the first and last. */
interface Piece {
  fromStep: number
  toStep: number
  /** Milliseconds of training in total. */
  from: number
  to: number
}

/** The progress of a live session. */
export interface LiveSession {
  step: number
  /** Seconds of training, excluding pauses. */
  seconds: number
}

/**
 * Returns the training time of a run by step, assumed to be linear within a session. Time counts
 * even if its steps were lost and trained again by a later session.
 *
 * @param live the progress of the last session; undefined if it has ended
 */
export function timePieces(
  sessions: readonly Session[],
  live: LiveSession | undefined,
): readonly Piece[] {
  const pieces: Piece[] = []
  let elapsed = 0
  for (const [i, session] of sessions.entries()) {
    const { fromStep } = session
    const isLive = live !== undefined && i === sessions.length - 1
    const seconds = isLive ? live.seconds : secondsIn([session])
    const end = isLive ? live.step : (session.toStep ?? sessions[i + 1]?.fromStep ?? fromStep)
    cutAt(pieces, fromStep)
    const to = elapsed + seconds * 1000
    pieces.push({ fromStep, toStep: Math.max(fromStep, end), from: elapsed, to })
    elapsed = to
  }
  return pieces
}

/** Removes the steps after one from which a later session resumed. */
function cutAt(pieces: Piece[], step: number): void {
  while ((pieces.at(-1)?.fromStep ?? -1) >= step) pieces.pop()
  const last = pieces.at(-1)
  if (last === undefined || last.toStep <= step) return
  pieces[pieces.length - 1] = { ...last, toStep: step, to: timeIn(last, step) }
}

function timeIn({ fromStep, toStep, from, to }: Piece, step: number): number {
  if (toStep === fromStep) return to
  const share = (step - fromStep) / (toStep - fromStep)
  return from + (to - from) * Math.min(1, Math.max(0, share))
}

/** Returns the milliseconds of training until the end of a step. */
export function timeAt(pieces: readonly Piece[], step: number): number {
  const piece = pieces.find(({ toStep }) => step <= toStep) ?? pieces.at(-1)
  return piece === undefined ? 0 : timeIn(piece, step)
}

/** Returns the step that was trained after some milliseconds; the inverse of {@link timeAt}. */
export function stepAtTime(pieces: readonly Piece[], time: number): number {
  const piece = pieces.find(({ to }) => time <= to) ?? pieces.at(-1)
  if (piece === undefined) return 0
  const { fromStep, toStep, from, to } = piece
  const share = to === from ? 1 : (time - from) / (to - from)
  return fromStep + (toStep - fromStep) * Math.min(1, Math.max(0, share))
}
