import { bytesText } from '../../../contract/bytes'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { AtOnce } from '../../../contract/queue/job'
import type { MachineMemory } from '../../disk/memory'

/** Memory, in bytes, that a run needs. */
export interface MemoryNeed {
  bytes: number
  /** True if runs with these settings were measured, so that no tolerance is needed. */
  measured: boolean
}

/** The facts that decide whether the next run may begin. */
export interface Situation {
  atOnce: AtOnce
  /** Runs that train or start, also in other programs. */
  training: number
  /** The answer of {@link Throughput} about one more. */
  another: 'yes' | 'no' | 'measure'
  need: MemoryNeed
  memory: MachineMemory
  /** Bytes that the runs in training are still expected to take. */
  growth: number
}

/** The factor by which an estimate of the memory may be off; see needs.ts. */
const TOLERANCE = 1.25

/** @returns why the next run has to wait; undefined if it may begin */
export function reasonToWait(situation: Situation): Notice | undefined {
  const { atOnce, training, another } = situation
  if (atOnce !== 'auto' && training >= atOnce) return notice('waitsForRoom', { training })
  if (training === 0) return firstMemoryReason(situation)
  if (atOnce === 'auto' && another === 'no') return notice('waitsForRoom', { training })
  if (atOnce === 'auto' && another === 'measure') return notice('waitsForSpeed', { training })
  return memoryReason(situation)
}

/**
 * The reason for the first run to wait for memory. A run that this machine can never train does not
 * wait: it begins, and is refused for lack of memory.
 */
function firstMemoryReason(situation: Situation): Notice | undefined {
  const { need, memory } = situation
  if (!memory.exact || need.bytes > TOLERANCE * memory.total) return undefined
  return memoryReason({ ...situation, need: { ...need, measured: false } })
}

function memoryReason({ need, memory, growth }: Situation): Notice | undefined {
  // If the system does not report the memory that it could free, only the total is known.
  const most = memory.exact ? memory.available : memory.total
  const available = Math.max(0, most - growth)
  const allowed = need.measured ? available : TOLERANCE * available
  if (need.bytes <= allowed) return undefined
  return notice('waitsForMemory', {
    needed: bytesText(need.bytes),
    available: bytesText(available),
  })
}
