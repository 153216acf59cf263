import type { StudioApi } from '../../contract/api'
import type { NumberedEvent } from '../../contract/events'

/** What a resource's path names: an image, or an archive to save under `fileName`. */
export interface Resource {
  /** Media type, as in Content-Type. */
  type: string
  body: Uint8Array
  /** Given where it is meant to be saved rather than shown. */
  fileName?: string
}

/** The studio as its hosts see it: they carry calls, events and resources, and know nothing more. */
export interface HostedStudio {
  readonly api: StudioApi
  /** @returns ends the subscription */
  subscribe(handle: (numbered: NumberedEvent) => void): () => void
  /** @param path below `/resources/`, decoded; unknown ones give undefined */
  resource(path: string): Promise<Resource | undefined>
  /** Lets every live run checkpoint, then ends all child processes. */
  close(): Promise<void>
}
