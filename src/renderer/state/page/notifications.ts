import type { StudioState } from '../studio.svelte'

/** The desktop application shows notifications by itself; a browser asks the person first. */
export const canAskToNotify = ({ connection }: Pick<StudioState, 'connection'>): boolean =>
  connection.hello?.host === 'web' && 'Notification' in window

export const mayNotify = (studio: Pick<StudioState, 'connection'>): boolean =>
  canAskToNotify(studio) && Notification.permission === 'granted'

/** @returns whether the person lets this page show notifications */
export async function askToNotify(): Promise<boolean> {
  return (await Notification.requestPermission()) === 'granted'
}
