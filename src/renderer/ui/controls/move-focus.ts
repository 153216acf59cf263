/**
 * Moves the focus among the matching elements inside the event's element, round the ends, by the
 * arrow keys, Home and End.
 *
 * @returns whether the key was one of those
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
