import type { CommandName, StudioApi } from '../../contract/api'
import { problemError } from '../../contract/errors'

/** Commands that change files in one short write, which may still run when the studio closes. */
const WRITING: ReadonlySet<string> = new Set<CommandName>([
  'settings.set',
  'presets.save',
  'presets.delete',
  'runs.rename',
  'runs.delete',
  'runs.restore',
  'runs.purge',
  'datasets.rename',
  'datasets.remove',
  'datasets.restore',
  'known.deleteDownloads',
  'queue.addRun',
  'queue.add',
  'queue.move',
  'queue.remove',
  'queue.retry',
  'queue.pause',
  'queue.setAtOnce',
])

/** Rejects calls once the studio is closing; closing waits for writes in progress. */
export class Gate {
  private closing: Promise<void> | undefined
  private readonly writing = new Set<Promise<unknown>>()

  guard(api: StudioApi): StudioApi {
    const guarded = Object.entries(api).map(([name, run]) => [
      name,
      async (request: never) => {
        if (this.closing !== undefined) throw problemError('usage', 'studioClosing', {})
        const answer = (run as (request: never) => Promise<unknown>)(request)
        if (!WRITING.has(name)) return answer
        this.writing.add(answer)
        return answer.finally(() => this.writing.delete(answer))
      },
    ])
    return Object.fromEntries(guarded) as StudioApi
  }

  close(work: () => Promise<void>): Promise<void> {
    this.closing ??= work().finally(() => Promise.allSettled(this.writing))
    return this.closing
  }
}
