import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { Preparation } from '../../../../contract/datasets/preparation'
import type { Preview } from '../../../../contract/datasets/preview'
import type { SourceRequest } from '../../../../contract/datasets/source'
import type { StudioClient } from '../../../../contract/rpc'
import { setTimer } from '../../../state/page/toasts.svelte'
import type { SetTimer } from '../../../state/page/toasts.svelte'

const DEBOUNCE_MS = 300
/** Number of images in a preview. */
const COUNT = 40

/** Some prepared images of a source, requested after the user stops changing the preparation. */
export class PreviewLoader {
  status = $state<'none' | 'working' | 'ready' | 'failed'>('none')
  /** The last preview; while the next one is prepared, it stays. */
  value = $state.raw<Preview>()
  /** Why there is no preview, if it failed. */
  error = $state.raw<ErrorReport>()
  private latest = 0
  private cancelTimer: () => void = () => undefined

  constructor(
    private readonly client: StudioClient,
    private readonly later: SetTimer = setTimer,
  ) {}

  /** Requests a preview. @param preparation undefined while invalid, which keeps the last preview */
  request(source: SourceRequest | undefined, preparation: Preparation | undefined): void {
    this.cancelTimer()
    const mine = ++this.latest
    if (source === undefined) {
      this.status = 'none'
      this.value = this.error = undefined
    } else if (preparation === undefined) {
      this.status = this.value === undefined ? 'none' : 'ready'
    } else {
      this.status = 'working'
      const load = () => void this.load(source, preparation, mine)
      this.cancelTimer = this.later(DEBOUNCE_MS, load)
    }
  }

  private async load(source: SourceRequest, preparation: Preparation, mine: number): Promise<void> {
    try {
      const request = { source, preparation, count: COUNT }
      const value = await this.client.call('sources.preview', request)
      if (mine !== this.latest) return
      this.value = value
      this.error = undefined
      this.status = 'ready'
    } catch (error) {
      if (mine !== this.latest) return
      this.value = undefined
      this.error = toReport(error)
      this.status = 'failed'
    }
  }
}
