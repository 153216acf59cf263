import fs from 'node:fs'

type Method = (...args: unknown[]) => Promise<unknown>
interface Methods {
  [name: string]: Method
}

const fileSystemCalls = ['open', 'rename', 'mkdir', 'readdir', 'rm', 'link']
const handleCalls = ['write', 'writeFile', 'writev', 'sync', 'truncate', 'close']

/** A file system call about to be made. */
export interface Call {
  /** Counted from 1 over all watched calls. */
  index: number
  name: string
  /** The texts among its arguments, such as paths. */
  texts: string[]
  /** Performs half of a write; does nothing for other calls. */
  half(): Promise<void>
}

/**
 * Calls `before` ahead of each call that opens or changes files; throwing makes the call fail.
 *
 * @returns a function that stops watching
 */
export function watchCalls(before: (call: Call) => Promise<void> | void): () => void {
  let index = 0
  let watching = true
  const wrap = (owner: Methods, name: string, after: (result: unknown) => void): (() => void) => {
    const original = owner[name]
    if (original === undefined) throw new Error(`no method ${name}`)
    const wrapped: Method = async (...args) => {
      // A file opened while watching may be used afterwards.
      if (!watching) return original.apply(owner, args)
      index++
      const texts = args.filter((arg) => typeof arg === 'string')
      await before({ index, name, texts, half: () => halfOf(owner, original, name, args) })
      const result = await original.apply(owner, args)
      after(result)
      return result
    }
    Reflect.set(owner, name, wrapped)
    return () => Reflect.set(owner, name, original)
  }
  const promises = fs.promises as unknown as Methods
  const wrapHandle = (handle: unknown) => {
    for (const name of handleCalls) wrap(handle as Methods, name, () => undefined)
  }
  const restores = fileSystemCalls.map((name) =>
    wrap(promises, name, name === 'open' ? wrapHandle : () => undefined),
  )
  return () => {
    watching = false
    for (const restore of restores) restore()
  }
}

async function halfOf(owner: Methods, original: Method, name: string, args: unknown[]) {
  const [data] = args
  if (name === 'writeFile' && (typeof data === 'string' || data instanceof Uint8Array)) {
    await original.call(owner, data.slice(0, data.length / 2))
  }
  if (name === 'writev') {
    const whole = Buffer.concat(data as Uint8Array[])
    await original.call(owner, [whole.subarray(0, whole.length / 2)])
  }
  if (name === 'write' && data instanceof Uint8Array) {
    const [, offset, length, position] = args as [unknown, number, number, number]
    await original.call(owner, data, offset, Math.floor(length / 2), position)
  }
}

/** An error as thrown by the system. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code })
}
