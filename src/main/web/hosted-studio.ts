import type { StudioApi } from '../../contract/api'
import type { NumberedEvent } from '../../contract/events'

/** A resource: an image, or an archive to save under `fileName`. */
export interface Resource {
  /** Media type, as in Content-Type. */
  type: string
  body: Uint8Array
  /** Set if the resource should be saved instead of shown. */
  fileName?: string
}

/**
 * The studio's interface for hosts, which pass on calls, events and resources without knowing their
 * meaning.
 */
export interface HostedStudio {
  readonly api: StudioApi
  /** @returns ends the subscription */
  subscribe(handle: (numbered: NumberedEvent) => void): () => void
  /** @param path below `/resources/`, decoded; unknown ones give undefined */
  resource(path: string): Promise<Resource | undefined>
  /** Lets every live run save a checkpoint, then ends all child processes. */
  close(): Promise<void>
}
