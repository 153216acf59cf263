import { retainCheckpoints, writeCheckpoint } from '../checkpoints/checkpoints'
import { watchCalls } from './faults'
import { someContents } from './samples-of-data'

/*
 * Arguments: folder of the run, first step, and the number of the file system call before which to
 * die (0: never). Publishes each step twice, the second time in place of the first, and tells its
 * parent when a step is there. With a call to die at it publishes one step, else it continues until
 * it is killed.
 */
const [runDir = '', first = '1', dieAt = '0'] = process.argv.slice(2)

watchCalls(async (call) => {
  if (call.index !== Number(dieAt)) return
  await call.half()
  process.kill(process.pid, 'SIGKILL')
  // The signal may take a moment, in which nothing more may happen.
  await new Promise(() => undefined)
})

for (let step = Number(first); ; step++) {
  await writeCheckpoint(runDir, someContents(step))
  process.send?.(step)
  await writeCheckpoint(runDir, someContents(step))
  await retainCheckpoints(runDir, 3)
  if (Number(dieAt) > 0) break
}
process.disconnect()
