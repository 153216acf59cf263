import { ownHolder } from '../locks/lock-files'
import { EmbeddedQueue } from '../queue/embedded-queue'

/*
 * `add <count>` adds that many jobs, named after this process, and replies `added`; `claim` claims
 * the first waiting job and replies with its run.
 */

const queue = new EmbeddedQueue(process.argv[2] ?? '')

process.on('message', (message) => {
  void answer(String(message)).then((reply) => process.send?.(reply))
})

async function answer(message: string): Promise<string> {
  const [word, count] = message.split(' ')
  if (word === 'add') {
    for (let n = 0; n < Number(count); n++) await queue.add(`${process.pid}-${n}`, {})
    return 'added'
  }
  const holder = await ownHolder()
  for (const { run, state } of (await queue.read()).jobs) {
    if (state === 'waiting' && (await queue.claim(run, holder)) !== undefined) return run
  }
  return 'none'
}

process.send?.('ready')
