import { toReport } from '../../../../contract/errors'
import type { Runs } from '../../../state/runs.svelte'

/** Whether the list of deleted runs is offered. */
export class DeletedOffer {
  any = $state(false)

  constructor(private readonly runs: Pick<Runs, 'deleted'>) {}

  /** Asks the host. A request that got no answer, as without a connection, changes nothing. */
  async check(): Promise<void> {
    try {
      this.any = (await this.runs.deleted()).length > 0
    } catch (error) {
      // Opening the list reports why the trash cannot be read.
      if (toReport(error).code === 'storage') this.any = true
    }
  }
}
