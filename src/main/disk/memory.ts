import os from 'node:os'

/** The memory available to this process in bytes: the machine's, or its container's limit. */
export function memoryBytes(): number {
  // 0 or a huge number if there is no limit; missing in earlier versions of Node.
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem()
}
