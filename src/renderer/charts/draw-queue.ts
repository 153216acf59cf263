/*
 * Draws one chart per frame, after the frame that responds to the user's action, so that clicks and
 * tab changes are visible immediately.
 */

const waiting = new Set<() => void>()
let running = false

/** Schedules a drawing, unless it is already scheduled. */
export function scheduleDraw(draw: () => void): void {
  waiting.add(draw)
  if (running) return
  running = true
  afterFrame()
}

/** Cancels a scheduled drawing. */
export function cancelDraw(draw: () => void): void {
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
