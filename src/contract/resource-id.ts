import { z } from 'zod'

/** The id of a run, an upload or a set of generated images, as it stands in URLs. */
export const resourceIdSchema = z.string().regex(/^[\w-]{1,64}$/)
