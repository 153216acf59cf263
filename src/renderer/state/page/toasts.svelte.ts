import type { Toast } from '../../ui/feedback/toast'

const LIFE_MS = { info: 6_000, undo: 12_000 }
const MAX_SHOWN = 4

/** Sets a timer; returns a function that cancels it. */
export type SetTimer = (milliseconds: number, run: () => void) => () => void

export const setTimer: SetTimer = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** Toast messages. Errors stay until dismissed; others expire. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([])

  private nextId = 1
  private held = false
  /** Messages that expired while held. */
  private due: number[] = []

  constructor(private readonly later: SetTimer = setTimer) {}

  show(toast: Omit<Toast, 'id'>, life: number | null = LIFE_MS.info): number {
    const id = this.nextId++
    this.list = [...this.list, { ...toast, id }].slice(-MAX_SHOWN)
    if (life !== null) this.later(life, () => this.expire(id))
    return id
  }

  info(title: string): number {
    return this.show({ kind: 'info', title })
  }

  good(title: string): number {
    return this.show({ kind: 'good', title })
  }

  /** Shows a message with an undo button. */
  undo(title: string, label: string, undo: () => void): number {
    const id: number = this.show(
      {
        kind: 'info',
        title,
        action: {
          label,
          run: () => {
            this.dismiss(id)
            undo()
          },
        },
      },
      LIFE_MS.undo,
    )
    return id
  }

  dismiss(id: number): void {
    this.due = this.due.filter((other) => other !== id)
    this.list = this.list.filter((toast) => toast.id !== id)
  }

  /** Keeps messages from expiring while the pointer or focus is on them. */
  hold(held: boolean): void {
    this.held = held
    if (held) return
    for (const id of this.due) this.dismiss(id)
  }

  private expire(id: number): void {
    if (this.held) this.due.push(id)
    else this.dismiss(id)
  }
}
