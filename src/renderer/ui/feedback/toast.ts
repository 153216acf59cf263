import type { IconName } from '../icons'

/** A message that comes by itself, at the page's corner. */
export interface Toast {
  id: number
  kind: 'info' | 'good' | 'error'
  title: string
  text?: string
  /** What the person can do about it. */
  remedy?: string
  action?: { label: string; run: () => void }
}

export const toastIcons: Record<Toast['kind'], IconName> = {
  info: 'info',
  good: 'check',
  error: 'error',
}
