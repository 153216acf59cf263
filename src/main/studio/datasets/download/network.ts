/** Access to the internet, and the times after which a server counts as unavailable. */
export interface Network {
  fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Milliseconds until a server must have begun to answer. */
  answerMs: number
  /** Milliseconds until more data must arrive. */
  stallMs: number
}

/**
 * Node's own client. It uses a proxy as Node is configured to: HTTPS_PROXY and NO_PROXY count where
 * NODE_USE_ENV_PROXY is set and supported.
 */
export const network: Network = {
  fetch: (url, init) => fetch(url, init),
  answerMs: 20_000,
  stallMs: 30_000,
}

/** Aborts a request whose server is silent for too long. */
export class Patience {
  private timer: NodeJS.Timeout | undefined
  private readonly abort = new AbortController()
  /** True if the time has run out. */
  exhausted = false

  get signal(): AbortSignal {
    return this.abort.signal
  }

  /** Restarts the time limit, after data has arrived. */
  wait(milliseconds: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.exhausted = true
      this.abort.abort()
    }, milliseconds)
  }

  /** Ends the request, if it has not ended. */
  end(): void {
    clearTimeout(this.timer)
    this.abort.abort()
  }
}
