/*
 * Charts are drawn one per frame, after the frame that shows the user's action: a press or a change
 * of tab is seen at once, and the curves follow within two frames.
 */

const waiting = new Set<() => void>()
let running = false

/** Draws soon; asking again before that changes nothing. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw)
  if (running) return
  running = true
  afterFrame()
}

/** Takes it back if it has not been drawn. */
export function drawNoMore(draw: () => void): void {
  waiting.delete(draw)
}

function afterFrame(): void {
  requestAnimationFrame(() => setTimeout(drawNext))
}

function drawNext(): void {
  const [draw] = waiting
  if (draw === undefined) {
    running = false
    return
  }
  waiting.delete(draw)
  afterFrame()
  draw()
}
