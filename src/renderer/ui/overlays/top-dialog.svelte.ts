/** The modal dialogs that are open, the topmost last. */
let open = $state.raw<readonly HTMLDialogElement[]>([])

/**
 * The topmost modal dialog. Everything outside it is behind it and inert, so what must be seen and
 * used meanwhile, such as messages, is shown inside it.
 */
export const topDialog = (): HTMLDialogElement | undefined => open.at(-1)

/** Marks a dialog as open. @returns a function that marks it as closed */
export function dialogOpened(dialog: HTMLDialogElement): () => void {
  open = [...open, dialog]
  return () => {
    open = open.filter((one) => one !== dialog)
  }
}
