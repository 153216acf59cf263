import { z } from 'zod'
import {
  errorReportSchema,
  fromReport,
  parseWith,
  problemError,
  StudioError,
  toReport,
} from './errors'
import { commands } from './api'
import type { CommandName, CommandReply, CommandRequest, StudioApi } from './api'
import { numberedEventSchema } from './events'
import type { NumberedEvent } from './events'

/* Messages that carry commands and events, over Electron's IPC or a WebSocket. */

const commandNames = Object.keys(commands) as [CommandName, ...CommandName[]]

const callSchema = z.object({
  id: z.number().int().min(0),
  command: z.enum(commandNames),
  body: z.unknown(),
})
export type Call = z.infer<typeof callSchema>

export const serverMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), id: z.number().int(), body: z.unknown() }),
  z.object({ kind: z.literal('error'), id: z.number().int(), error: errorReportSchema }),
  z.object({ kind: z.literal('event'), numbered: numberedEventSchema }),
])
export type ServerMessage = z.infer<typeof serverMessageSchema>

/**
 * Parses and runs one call and returns its reply, or undefined for a message without an id to reply
 * to; never throws.
 */
export async function answerCall(api: StudioApi, raw: unknown): Promise<ServerMessage | undefined> {
  const call = callSchema.safeParse(raw)
  if (!call.success) {
    const id = z.object({ id: z.number().int() }).safeParse(raw)
    if (!id.success) return undefined
    const error = problemError('usage', 'notACommand', {})
    return { kind: 'error', id: id.data.id, error: toReport(error) }
  }
  const { id, command, body } = call.data
  try {
    const schema: z.ZodType<unknown> = commands[command].request
    const request = parseWith(schema, body, 'usage', `the command ${command}`)
    const run = api[command] as (request: unknown) => Promise<unknown>
    return { kind: 'reply', id, body: await run(request) }
  } catch (error) {
    return { kind: 'error', id, error: toReport(error) }
  }
}

/** The WebSocket close code sent by a host that is quitting. */
export const GOING_AWAY = 1001

/**
 * Why there is no connection. `closed`: the host announced that it was quitting; `refused`: it is
 * reachable but rejects this page; `lost`: anything else.
 */
export type Disconnection = 'lost' | 'closed' | 'refused'

/** A connection to the studio's host. */
export interface Transport {
  send(message: Call): void
  onMessage(handle: (message: unknown) => void): void
  /**
   * Called when the connection is lost and after each failed attempt to restore it; pending calls
   * will get no reply.
   */
  onClose(handle: (why: Disconnection) => void): void
  /** Called when connected, initially and after every reconnection. */
  onOpen(handle: () => void): void
}

export interface StudioClient {
  call<C extends CommandName>(command: C, request: CommandRequest<C>): Promise<CommandReply<C>>
  onEvent(handle: (numbered: NumberedEvent) => void): void
  /** @param handle receives `connected`, or why there is no connection */
  onConnection(handle: (state: 'connected' | Disconnection) => void): void
}

/**
 * The renderer's end: typed calls over a transport, each settled by its reply or by the loss of the
 * connection.
 */
export function createClient(transport: Transport): StudioClient {
  interface Pending {
    command: CommandName
    resolve(body: unknown): void
    reject(error: Error): void
  }
  const pending = new Map<number, Pending>()
  const eventHandlers = new Set<(numbered: NumberedEvent) => void>()
  let nextId = 0

  const finishCall = (id: number, finish: (waiting: Pending) => void): void => {
    const waiting = pending.get(id)
    pending.delete(id)
    if (waiting !== undefined) finish(waiting)
  }

  transport.onMessage((raw) => {
    const message = serverMessageSchema.safeParse(raw)
    if (!message.success) return
    const { data } = message
    if (data.kind === 'event') return eventHandlers.forEach((handle) => handle(data.numbered))
    finishCall(data.id, ({ command, resolve, reject }) => {
      if (data.kind === 'error') return reject(fromReport(data.error))
      const reply = commands[command].reply.safeParse(data.body)
      if (reply.success) return resolve(reply.data)
      reject(new StudioError('internal', `the answer to ${command} is not valid`))
    })
  })
  transport.onClose(() => {
    const error = problemError('internal', 'connectionLost', {})
    for (const id of [...pending.keys()]) finishCall(id, ({ reject }) => reject(error))
  })

  return {
    call: (command, request) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        pending.set(id, { command, resolve: (body) => resolve(body as never), reject })
        transport.send({ id, command, body: request })
      }),
    onEvent: (handle) => void eventHandlers.add(handle),
    onConnection: (handle) => {
      transport.onOpen(() => handle('connected'))
      transport.onClose(handle)
    },
  }
}
