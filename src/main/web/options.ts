import { parseArgs } from 'node:util'
import { z } from 'zod'
import { parseWith, StudioError } from '../../contract/errors'

export const SERVE_HELP = `Serves the studio to a browser, on this machine or through a tunnel.

  --port N     the port to listen on; a free one if left out
  --host NAME  the address to listen on; 127.0.0.1 if left out, which other machines cannot reach
  --out DIR    where runs are kept; else GAN_STUDIO_HOME, else the system's place for data
  --no-open    do not open a browser
  --help       this text
`

const serveOptionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  host: z.string().min(1).default('127.0.0.1'),
  out: z.string().min(1).optional(),
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
    const options = { port: text, host: text, out: text, open: flag, help: flag }
    return parseArgs({ args, options, allowNegative: true }).values
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new StudioError('usage', message, { remedy: 'See --help.', cause: error })
  }
}
