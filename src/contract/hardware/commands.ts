import { z } from 'zod'
import { command } from '../command'
import { resourceIdSchema } from '../resource-id'
import { hardwareSampleSchema } from './sample'

/* Commands and events about what training uses; see ../api.ts and ../events.ts. */

export const hardwareCommands = {
  /**
   * Samples of the hardware used by a run's trainer and its machine, by step: at most `most`, evenly
   * spread.
   */
  'runs.hardware': command(
    z.object({ id: resourceIdSchema, most: z.number().int().min(2).max(2000) }),
    z.object({ samples: z.array(hardwareSampleSchema) }),
  ),
}

export const hardwareEvents = [
  /** A new sample of a run that this studio trains. */
  z.object({ type: z.literal('hardware'), id: z.string(), sample: hardwareSampleSchema }),
] as const
