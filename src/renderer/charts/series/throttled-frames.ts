/** Schedules a drawing no sooner than `minIntervalMs` after the previous one. */
export type Schedule = (draw: () => void, minIntervalMs: number) => void

/** Returns a scheduler that draws in animation frames. */
export function throttledFrames(): Schedule {
  let drawnAt = -Infinity
  return (draw, minIntervalMs) => {
    const frame = () =>
      requestAnimationFrame((now) => {
        drawnAt = now
        draw()
      })
    const wait = drawnAt + minIntervalMs - performance.now()
    if (wait > 0) setTimeout(frame, wait)
    else frame()
  }
}
