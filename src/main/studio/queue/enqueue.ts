import { machineMemory } from '../../disk/memory'
import type { JobOptions } from '../../../contract/queue/job'
import type { JobQueue } from '../../storage/queue/job-queue'
import type { StoredRun } from '../../storage/runs/runs'
import { removeUntrained } from '../../storage/runs/unchanged'
import { createNewRun } from '../runs/new-run'
import type { NewRun } from '../runs/new-run'

interface EnqueueParts {
  /** The data folder. */
  root: string
  datasetsDirs: string[]
  queue: JobQueue
}

export interface EnqueueRequest extends NewRun {
  options?: JobOptions
  /** Called before the run is added to the queue; if it fails, there is no run. */
  onCreated?(created: StoredRun): Promise<void>
}

/**
 * Creates a run and adds it to the queue.
 *
 * @throws StudioError `usage` if it needs more memory than the machine has, or more disk space than
 *   is free; as {@link JobQueue} if it cannot be added, and then there is no run
 */
export async function enqueue(
  { queue, ...place }: EnqueueParts,
  { options = {}, onCreated, ...request }: EnqueueRequest,
): Promise<StoredRun> {
  const memory = machineMemory()
  // The memory that other programs use now says nothing about the time when the run begins.
  const whole = { ...memory, available: memory.total }
  const { created, basis } = await createNewRun({ ...place, memory: whole }, request)
  try {
    await onCreated?.(created)
    await queue.add(created.run.id, options)
  } catch (error) {
    await removeUntrained(basis).catch(() => undefined)
    throw error
  }
  return created
}
