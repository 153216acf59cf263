import fs from 'node:fs'
import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { makeDirectory } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { fileStamp } from '../files/file-stamp'
import { listFolder } from '../files/list-folder'
import { withDocumentLock } from '../locks/lock'
import { isHolderLive } from '../locks/lock-files'
import { timeName } from '../runs/paths'
import { released } from './order'
import { emptyQueue, isDamage, queueFile, readQueueFile } from './queue-document'
import type { QueueDocument, StoredJob } from './queue-document'

type Change = (jobs: StoredJob[], queue: QueueDocument) => Partial<QueueDocument>

/**
 * `queue.json` in the data folder, changed under a lock, so that the command line and a studio can
 * change it at the same time. A damaged file is kept beside it.
 */
export class QueueFile {
  private readonly file: string
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly root: string,
    private readonly now: () => Date,
  ) {
    this.file = queueFile(root)
  }

  stamp(): Promise<string> {
    return fileStamp(this.file)
  }

  /** The queue as it is; jobs of dead processes wait again. A damaged file is set aside first. */
  async read(): Promise<QueueDocument> {
    const queue = await readQueueFile(this.file).catch(async (error: unknown) => {
      if (!isDamage(error)) throw error
      return withDocumentLock(this.file, () => this.readOrSetAside())
    })
    return settled(queue ?? emptyQueue())
  }

  /** Changes the current content of the file; one change of this process after the other. */
  change(next: Change): Promise<void> {
    const changed = this.last.catch(() => undefined).then(() => this.changeNow(next))
    this.last = changed
    return changed
  }

  /** Shown for as long as a damaged file is kept. */
  async warning(): Promise<Notice | null> {
    const files = (await this.setAside()).map((name) => join(this.root, name))
    return files.length === 0 ? null : notice('queueSetAside', { files: files.join(', ') })
  }

  private async changeNow(next: Change): Promise<void> {
    const { file, root } = this
    await onDisk('save the queue', file, () => makeDirectory(root))
    await withDocumentLock(file, async () => {
      const stored = (await this.readOrSetAside()) ?? emptyQueue()
      const queue = await settled(stored)
      const after = { ...queue, ...next(queue.jobs, queue) }
      if (isDeepStrictEqual(after, stored)) return
      await writeFileAtomic(file, `${JSON.stringify(after, null, 2)}\n`)
    })
  }

  /** Call it under the lock: another process may have set the file aside and written a new one. */
  private async readOrSetAside(): Promise<QueueDocument | undefined> {
    const { file, root } = this
    try {
      return await readQueueFile(file)
    } catch (error) {
      if (!isDamage(error)) throw error
      const aside = await this.freeName(`queue.damaged-${timeName(this.now())}`)
      await onDisk('set the damaged queue aside', file, () =>
        fs.promises.rename(file, join(root, aside)),
      )
      return undefined
    }
  }

  private async freeName(name: string): Promise<string> {
    const taken = await this.setAside()
    for (let n = 1; ; n++) {
      const free = n === 1 ? `${name}.json` : `${name}-${n}.json`
      if (!taken.includes(free)) return free
    }
  }

  private async setAside(): Promise<string[]> {
    const entries = await listFolder(this.root, 'list the data folder', 'storage')
    const names = entries.map(({ name }) => basename(name))
    return names.filter((name) => /^queue\.damaged-.*\.json$/.test(name)).sort()
  }
}

/** The queue with jobs of dead processes waiting again. */
async function settled(queue: QueueDocument): Promise<QueueDocument> {
  const jobs = queue.jobs.map(async (job): Promise<StoredJob> => {
    if (job.state !== 'running') return job
    const live = job.holder !== undefined && (await isHolderLive(job.holder))
    return live ? job : released(job)
  })
  return { ...queue, jobs: await Promise.all(jobs) }
}
