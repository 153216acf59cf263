import type { DatasetCheck, DatasetDetail } from '../../../../contract/datasets/detail'
import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioEvent } from '../../../../contract/events'
import type { StudioClient } from '../../../../contract/rpc'

/** The detail of one data set for its page, loaded again when the host says that it changed. */
export class DatasetView {
  detail = $state.raw<DatasetDetail>()
  /** The error of the last load, if it failed. */
  error = $state.raw<ErrorReport>()
  checking = $state(false)
  /** The result of the last check of the files; undefined before the first and during one. */
  checked = $state.raw<DatasetCheck>()
  private loads = 0

  constructor(
    private readonly client: StudioClient,
    readonly name: string,
    private readonly report: (error: unknown) => void,
  ) {}

  async load(): Promise<void> {
    const mine = ++this.loads
    try {
      const detail = await this.client.call('datasets.get', { name: this.name })
      if (mine !== this.loads) return
      this.detail = detail
      this.error = undefined
    } catch (error) {
      if (mine !== this.loads) return
      this.error = toReport(error)
    }
  }

  /** Loads again after an event about data sets, or about a run that may use this one. */
  handleEvent(event: StudioEvent): void {
    if (event.type === 'datasets' || event.type === 'runRemoved') void this.load()
    if (event.type === 'run' && this.concerns(event.run)) void this.load()
  }

  /** Returns true if a run of this data set is new, was renamed, or began or ended training. */
  private concerns(run: Extract<StudioEvent, { type: 'run' }>['run']): boolean {
    if (run.config.dataset !== this.name || this.detail === undefined) return false
    const known = this.detail.usedBy.find(({ id }) => id === run.id)
    const live = run.state === 'running' || run.state === 'paused'
    return known === undefined || known.name !== run.name || known.live !== live
  }

  /** Makes the host read all files and compare them with their fingerprints. */
  async check(): Promise<void> {
    if (this.checking) return
    this.checking = true
    this.checked = undefined
    try {
      this.checked = await this.client.call('datasets.check', { name: this.name })
    } catch (error) {
      this.report(error)
    } finally {
      this.checking = false
    }
  }
}
