import type { IconName } from '../icons'

/** A message in the page's corner. */
export interface Toast {
  id: number
  kind: 'info' | 'good' | 'error'
  title: string
  text?: string
  remedy?: string
  action?: { label: string; run: () => void }
}

export const toastIcons: Record<Toast['kind'], IconName> = {
  info: 'info',
  good: 'check',
  error: 'error',
}
