import type { IconName } from '../icons'

/** What a menu offers. */
export interface MenuCommand {
  label: string
  icon?: IconName
  danger?: boolean
  disabled?: boolean
  run: () => void
}
