import { alarmSchema } from '../../../contract/alarms/alarm'

/**
 * Drops the alarms of a run's document that are not valid, and counts them in `alarmsLeftOut` of
 * their session: nothing depends on an alarm, so it must not make its run unreadable. Alarms of
 * unknown kinds, and unknown keys, stay.
 *
 * @param document the content of run.json, of any version
 */
export function withSoundAlarms(document: object): object {
  const { sessions } = document as { sessions?: unknown }
  return Array.isArray(sessions) ? { ...document, sessions: sessions.map(ofSession) } : document
}

function ofSession(session: unknown): unknown {
  if (typeof session !== 'object' || session === null || !('alarms' in session)) return session
  const { alarms, ...rest } = session
  if (!Array.isArray(alarms)) return { ...rest, alarmsLeftOut: earlier(session) + 1 }
  const sound = alarms.filter((alarm) => alarmSchema.safeParse(alarm).success)
  if (sound.length === alarms.length) return session
  const leftOut = earlier(session) + alarms.length - sound.length
  return { ...session, alarms: sound, alarmsLeftOut: leftOut }
}

const earlier = (session: object): number =>
  'alarmsLeftOut' in session && Number.isSafeInteger(session.alarmsLeftOut)
    ? Math.max(0, session.alarmsLeftOut as number)
    : 0
