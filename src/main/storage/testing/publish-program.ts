import { retainCheckpoints, writeCheckpoint } from '../checkpoints/checkpoints'
import { watchCalls } from './faults'
import { someContents } from './samples-of-data'

/*
 * Arguments: the run's folder, the first step, and the number of the file system call during which
 * to die (0: never). Publishes each step twice, replacing the first, and reports each published
 * step to its parent. With a call to die at, it publishes one step; otherwise it continues until
 * killed.
 */
const [runDir = '', first = '1', dieAt = '0'] = process.argv.slice(2)

watchCalls(async (call) => {
  if (call.index !== Number(dieAt)) return
  await call.half()
  process.kill(process.pid, 'SIGKILL')
  // Nothing more may happen until the signal arrives.
  await new Promise(() => undefined)
})

for (let step = Number(first); ; step++) {
  await writeCheckpoint(runDir, someContents(step))
  process.send?.(step)
  await writeCheckpoint(runDir, someContents(step))
  await retainCheckpoints(runDir, { keep: 3 })
  if (Number(dieAt) > 0) break
}
process.disconnect()
