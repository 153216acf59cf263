/** Schedules animation frames with a pause between them. */
export type Schedule = (draw: () => void, restMs: number) => void

/** Frames of the browser, each no sooner than its rest after the one before. */
export function restedFrames(): Schedule {
  let drawnAt = -Infinity
  return (draw, restMs) => {
    const frame = () =>
      requestAnimationFrame((now) => {
        drawnAt = now
        draw()
      })
    const rest = drawnAt + restMs - performance.now()
    if (rest > 0) setTimeout(frame, rest)
    else frame()
  }
}
