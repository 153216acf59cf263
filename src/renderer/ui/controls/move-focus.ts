/**
 * Moves the focus among the matching descendants of the event's element: arrow keys wrap around,
 * Home and End go to the ends.
 *
 * @returns whether the key was one of these
 */
export function moveFocus(
  event: KeyboardEvent & { currentTarget: HTMLElement },
  selector: string,
): boolean {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const at = all.findIndex((element) => element === document.activeElement)
  const moves: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at < 0 ? -1 : at - 1,
    ArrowLeft: at < 0 ? -1 : at - 1,
    Home: 0,
    End: -1,
  }
  const to = moves[event.key]
  if (to === undefined) return false
  all.at(to % all.length)?.focus()
  return true
}
