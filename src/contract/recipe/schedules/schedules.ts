import { constant } from './constant'
import { cosine } from './cosine'
import { linear } from './linear'
import type { Schedule } from './schedule'

/** Every schedule, by the name that runs record; one file each. */
export const schedules = { constant, linear, cosine } satisfies Record<string, Schedule>
export type ScheduleName = keyof typeof schedules
