import { tick } from 'svelte'
import { formatRoute } from '../../state/page/routes'

/**
 * Moves the focus to the card of a data set that was restored: the pressed button has gone. Does
 * nothing on a screen without cards.
 */
export async function focusDataset(name: string): Promise<void> {
  await tick()
  const href = formatRoute({ screen: 'dataset', name })
  document.querySelector<HTMLElement>(`main li a[href="${CSS.escape(href)}"]`)?.focus()
}
