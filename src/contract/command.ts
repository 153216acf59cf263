import { z } from 'zod'

/** The schemas of a command's request and of its reply; see api.ts. */
export const command = <Q extends z.ZodType, R extends z.ZodType>(request: Q, reply: R) => ({
  request,
  reply,
})

/** A request or a reply without content. */
export const nothing = z.object({})
