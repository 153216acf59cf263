import type { Toast } from '../../ui/feedback/toast'

const LIFE_MS = { info: 6_000, good: 6_000, error: 20_000, undo: 12_000 }
const MAX_SHOWN = 4

/** Sets a timer; returns a function that cancels it. */
export type SetTimer = (milliseconds: number, run: () => void) => () => void

export const setTimer: SetTimer = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** The words of a message in the current language. */
type ToastWords = Pick<Toast, 'title' | 'text' | 'remedy' | 'action'>

interface ToastOptions {
  kind: Toast['kind']
  /** Called again when the language changes. */
  words: () => ToastWords
  /** True for a message about the open page, which goes when the user leaves it. */
  ofPage?: boolean
  /** Milliseconds; by default, according to the kind. */
  life?: number
}

interface Shown extends ToastOptions {
  id: number
  life: number
  /** Cancels the timer, if it is running. */
  cancel: () => void
}

/** Toast messages, which expire unless the pointer or focus is on them. */
export class Toasts {
  private shown = $state.raw<readonly Shown[]>([])
  readonly list = $derived(
    this.shown.map(({ id, kind, words }): Toast => ({ id, kind, ...words() })),
  )

  private nextId = 1
  private held = false

  constructor(private readonly later: SetTimer = setTimer) {}

  show(options: ToastOptions): number {
    const id = this.nextId++
    const { life = LIFE_MS[options.kind] } = options
    const toast = { ...options, id, life, cancel: () => undefined }
    for (const { id: oldest } of this.shown.slice(0, 1 - MAX_SHOWN)) this.dismiss(oldest)
    this.shown = [...this.shown, toast]
    if (!this.held) this.startTimer(toast)
    return id
  }

  info(title: () => string): number {
    return this.show({ kind: 'info', words: () => ({ title: title() }) })
  }

  good(title: () => string): number {
    return this.show({ kind: 'good', words: () => ({ title: title() }) })
  }

  /** Shows a message with an undo button. @param text more about what was done */
  undo(title: () => string, label: () => string, undo: () => void, text?: () => string): number {
    const run = () => {
      this.dismiss(id)
      undo()
    }
    const words = () => ({
      title: title(),
      ...(text && { text: text() }),
      action: { label: label(), run },
    })
    const id: number = this.show({ kind: 'info', words, life: LIFE_MS.undo })
    return id
  }

  dismiss(id: number): void {
    this.shown.find((toast) => toast.id === id)?.cancel()
    this.shown = this.shown.filter((toast) => toast.id !== id)
    // A removed element may not tell that the pointer or focus has left it.
    if (this.shown.length === 0) this.held = false
  }

  /** Dismisses the messages about the page that the user leaves. */
  leavePage(): void {
    for (const { id, ofPage } of this.shown) if (ofPage === true) this.dismiss(id)
  }

  /** Keeps messages while the pointer or focus is on them; then their time starts again. */
  hold(held: boolean): void {
    if (held === this.held) return
    this.held = held
    for (const toast of this.shown) {
      if (held) toast.cancel()
      else this.startTimer(toast)
    }
  }

  private startTimer(toast: Shown): void {
    toast.cancel = this.later(toast.life, () => this.dismiss(toast.id))
  }
}
