import os from 'node:os'

/** The memory in bytes of this machine, or of the group of processes that this one belongs to. */
export function memoryBytes(): number {
  // 0 or beyond all measure where there is no limit, and absent in earlier versions of Node.
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem()
}
