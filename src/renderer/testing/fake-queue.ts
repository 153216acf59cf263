import type { CommandName, CommandReply, ParsedRequest } from '../../contract/api'
import type { StudioEvent } from '../../contract/events'
import type { QueueView } from '../../contract/queue/commands'
import type { Job } from '../../contract/queue/job'

type QueueCommand = Exclude<Extract<CommandName, `queue.${string}`>, 'queue.addRun'>
type Handlers = {
  [C in QueueCommand]: (request: ParsedRequest<C>) => CommandReply<C>
}

export const fakeJob = (run: string, changes: Partial<Job> = {}): Job => ({
  ...{ run, state: 'waiting', options: {}, addedAt: '2026-01-02T03:04:05.000Z' },
  ...{ attempt: 0, error: null, waitsFor: null, ...changes },
})

/** The queue of the fake studio; nothing in it ever begins. */
export class FakeQueue {
  view: QueueView = {
    ...{ jobs: [], paused: false, atOnce: 'auto' },
    ...{ runner: 'here', otherProgram: null, warning: null },
  }

  constructor(private readonly emit: (event: StudioEvent) => void) {}

  set(change: Partial<QueueView>): QueueView {
    this.view = { ...this.view, ...change }
    this.emit({ type: 'queue', queue: this.view })
    return this.view
  }

  private without(run: string): Job[] {
    return this.view.jobs.filter((job) => job.run !== run)
  }

  readonly handlers: Handlers = {
    'queue.get': () => this.view,
    'queue.add': ({ run, options }) =>
      this.set({ jobs: [...this.without(run), fakeJob(run, { options })] }),
    'queue.move': ({ run, to }) => {
      const job = this.view.jobs.find((each) => each.run === run)
      return this.set({ jobs: this.without(run).toSpliced(to - 1, 0, ...(job ? [job] : [])) })
    },
    'queue.remove': ({ run }) => this.set({ jobs: this.without(run) }),
    'queue.retry': ({ run }) =>
      this.set({
        jobs: this.view.jobs.map((job) =>
          run === null || job.run === run ? { ...job, state: 'waiting', error: null } : job,
        ),
      }),
    'queue.pause': ({ paused }) => this.set({ paused }),
    'queue.setAtOnce': ({ atOnce }) => this.set({ atOnce }),
  }
}
