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
 * The studio's interface for hosts, which forward calls, events and resources without interpreting
 * them.
 */
export interface HostedStudio {
  readonly api: StudioApi
  /** @returns a function that unsubscribes */
  subscribe(handle: (numbered: NumberedEvent) => void): () => void
  /**
   * @param path decoded path below `/resources/`; undefined is returned for unknown ones
   */
  resource(path: string): Promise<Resource | undefined>
  /** Lets every live run save a checkpoint, then ends all child processes. */
  close(): Promise<void>
}
