import type { z } from 'zod'
import { fromReport, parseWith, problemError, StudioError } from '../../../contract/errors'
import { replySchemas, trainerMessageSchema } from '../../../contract/trainer'
import type { ReplyBody, RequestBody, RequestType, TrainerEvent } from '../../../contract/trainer'

/** How a trainer process ended. */
interface TrainerExit {
  code: number | null
  signal: string | null
}

/** A started child process, from Node or Electron. */
export interface ChildHandle {
  readonly pid: number | undefined
  post(message: unknown): void
  onMessage(handle: (message: unknown) => void): void
  onExit(handle: (exit: TrainerExit) => void): void
  kill(): void
}

/** Starts a child that runs the built trainer entry. */
export type Launch = () => ChildHandle

interface Pending {
  type: RequestType
  resolve(body: unknown): void
  reject(error: Error): void
}

/**
 * A trainer process: send it requests with {@link request}, receive its events through `onEvent`;
 * `exited` resolves when it has ended. Every request gets one answer; requests still open when the
 * process ends are rejected with the reason.
 */
export class TrainerProcess {
  readonly exited: Promise<TrainerExit>
  private readonly child: ChildHandle
  private readonly pending = new Map<number, Pending>()
  private nextId = 1
  private ended: TrainerExit | undefined

  constructor(launch: Launch, onEvent: (event: TrainerEvent) => void) {
    this.child = launch()
    this.child.onMessage((message) => this.receive(message, onEvent))
    this.exited = new Promise((resolve) => {
      this.child.onExit((exit) => {
        this.end(exit)
        resolve(exit)
      })
    })
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  request<T extends RequestType>(type: T, body: RequestBody<T>): Promise<ReplyBody<T>> {
    return new Promise((resolve, reject) => {
      if (this.ended !== undefined) return reject(exitError(this.ended))
      const id = this.nextId++
      this.pending.set(id, { type, resolve: (reply) => resolve(reply as ReplyBody<T>), reject })
      this.child.post({ id, type, body })
    })
  }

  /** Kills the process immediately; files it has published remain. */
  async kill(): Promise<void> {
    if (this.ended === undefined) this.child.kill()
    await this.exited
  }

  private receive(raw: unknown, onEvent: (event: TrainerEvent) => void): void {
    const message = parseWith(trainerMessageSchema, raw, 'internal', "the trainer's message")
    if (message.kind === 'event') return onEvent(message.event)
    const pending = this.pending.get(message.id)
    if (pending === undefined) return
    this.pending.delete(message.id)
    if (message.kind === 'error') return pending.reject(fromReport(message.error))
    const schema: z.ZodType<unknown> = replySchemas[pending.type]
    const reply = schema.safeParse(message.body)
    if (reply.success) return pending.resolve(reply.data)
    pending.reject(
      new StudioError('internal', `the trainer's answer to ${pending.type} is not valid`),
    )
  }

  private end(exit: TrainerExit): void {
    this.ended = exit
    for (const { reject } of this.pending.values()) reject(exitError(exit))
    this.pending.clear()
  }
}

/** The error for an unexpected end. */
export function exitError({ code, signal }: TrainerExit): StudioError {
  if (signal === 'SIGKILL') return problemError('training', 'trainerKilled', {})
  if (signal !== null) return problemError('training', 'trainerCrashed', { signal })
  return problemError('training', 'trainerEnded', { code: String(code ?? 'unknown') })
}
