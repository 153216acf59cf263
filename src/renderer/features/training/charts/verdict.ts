import { i18n } from '../../../i18n/i18n.svelte'
import type { Balance } from './balance'

/**
 * Returns the balance of the two networks in words. A run that has ended is described in the
 * past tense, or as too short to judge.
 */
export function verdictOf(balance: Balance, ended: boolean): { name: string; text: string } {
  const { shortRun, balanceAtEnd } = i18n.t.runPage
  if (!ended || balance === 'unscaled') return i18n.t.training.balance[balance]
  return balance === 'early' ? shortRun : balanceAtEnd[balance]
}
