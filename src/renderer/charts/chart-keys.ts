import type { ChartsControl } from './charts-control'

/** Handles a key: slider keys move the cursor; + and − zoom around it. */
export function chartKey(event: KeyboardEvent, view: ChartsControl): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const moves: Record<string, () => void> = {
    ArrowLeft: () => view.moveCursor(event.shiftKey ? -10 : -1),
    ArrowDown: () => view.moveCursor(event.shiftKey ? -10 : -1),
    ArrowRight: () => view.moveCursor(event.shiftKey ? 10 : 1),
    ArrowUp: () => view.moveCursor(event.shiftKey ? 10 : 1),
    PageDown: () => view.moveCursor(-50),
    PageUp: () => view.moveCursor(50),
    Home: () => view.moveCursor(-Infinity),
    End: () => view.moveCursor(Infinity),
    '+': () => view.zoom(0.5),
    '=': () => view.zoom(0.5),
    '-': () => view.zoom(2),
    '0': () => view.resetZoom(),
    Escape: () => (view.cursor = undefined),
  }
  const move = moves[event.key]
  if (move === undefined) return
  // The screen may have another use for Escape too.
  if (event.key !== 'Escape') event.preventDefault()
  move()
}
