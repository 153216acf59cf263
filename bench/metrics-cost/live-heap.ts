import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { z } from 'zod'

/* The live memory of another Node process, read through the inspector that SIGUSR1 starts in it. */

const INSPECTOR = 'http://127.0.0.1:9229/json/list'
const targetsSchema = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1)
const replySchema = z.object({
  id: z.number(),
  result: z.object({ result: z.object({ value: z.number() }).optional() }).optional(),
})

/** Bytes of JavaScript objects and buffers that remain after garbage collection. */
export async function liveHeap(pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR1')
  const socket = new WebSocket(await inspectorOf())
  await once(socket, 'open')
  try {
    await call(socket, 1, 'HeapProfiler.collectGarbage')
    const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())'
    const bytes = await call(socket, 2, 'Runtime.evaluate', { expression })
    if (bytes === undefined) throw new Error('the inspector did not say how much memory is used')
    return bytes
  } finally {
    socket.close()
  }
}

/** Waits until the inspector listens. */
async function inspectorOf(): Promise<string> {
  for (;;) {
    const reply = await fetch(INSPECTOR).catch(() => undefined)
    const targets = targetsSchema.safeParse(await reply?.json())
    const url = targets.data?.[0]?.webSocketDebuggerUrl
    if (url !== undefined) return url
    await delay(50)
  }
}

async function call(
  socket: WebSocket,
  id: number,
  method: string,
  params: object = {},
): Promise<number | undefined> {
  socket.send(JSON.stringify({ id, method, params }))
  for (;;) {
    const [data] = (await once(socket, 'message')) as [Buffer]
    const reply = replySchema.safeParse(JSON.parse(data.toString()))
    if (reply.data?.id === id) return reply.data.result?.result?.value
  }
}
