import type { IconName } from '../icons'

/** A menu item. */
export interface MenuCommand {
  label: string
  icon?: IconName
  danger?: boolean
  disabled?: boolean
  run: () => void
}
