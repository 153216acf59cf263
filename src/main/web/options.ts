import { parseArgs } from 'node:util'
import { z } from 'zod'
import { parseWith, StudioError } from '../../contract/errors'

export const SERVE_HELP = `Serves the studio to a browser, on this machine or through a tunnel.

  --port N     the port to listen on; if left out, that of the last time, else a free one
  --host NAME  the address to listen on; 127.0.0.1 if left out, which other machines cannot reach
  --out DIR    where runs are kept; else GAN_STUDIO_HOME, else the system's place for data
  --new-token  lock out every browser that was let in so far
  --no-open    do not open a browser
  --help       this text

The token in the address stays the same from start to start, so that pages left open come back;
it is kept in the data folder. GAN_STUDIO_TOKEN fixes another.
`

const serveOptionsSchema = z.object({
  /** Absent takes that of the last time, else a free one; 0 always a free one. */
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  host: z.string().min(1).default('127.0.0.1'),
  out: z.string().min(1).optional(),
  newToken: z.boolean().default(false),
  open: z.boolean().default(true),
  help: z.boolean().default(false),
})
export type ServeOptions = z.infer<typeof serveOptionsSchema>

/** @throws StudioError with code `usage` */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const values = readFlags([...args])
  return parseWith(serveOptionsSchema, values, 'usage', 'the command line')
}

function readFlags(args: string[]): unknown {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    const flags = { 'new-token': flag, open: flag, help: flag }
    const options = { port: text, host: text, out: text, ...flags }
    const { 'new-token': newToken, ...values } = parseArgs({
      args,
      options,
      allowNegative: true,
    }).values
    return { ...values, newToken }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new StudioError('usage', message, { remedy: 'See --help.', cause: error })
  }
}
