import type { StudioState } from '../studio.svelte'

/** Only browsers need permission; the desktop host shows notifications itself. */
export const canRequestNotifications = ({ connection }: Pick<StudioState, 'connection'>): boolean =>
  connection.hello?.host === 'web' && 'Notification' in window

export const canNotify = (studio: Pick<StudioState, 'connection'>): boolean =>
  canRequestNotifications(studio) && Notification.permission === 'granted'

/** @returns whether the user granted permission */
export async function requestNotifications(): Promise<boolean> {
  return (await Notification.requestPermission()) === 'granted'
}
