/** A token bucket: allows `burst` at once and `perSecond` on average. */
export class RateLimit {
  private tokens: number
  private last: number

  constructor(
    private readonly limits: { perSecond: number; burst: number },
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = limits.burst
    this.last = now()
  }

  /** @returns false if the limit is exceeded */
  take(): boolean {
    const { perSecond, burst } = this.limits
    const now = this.now()
    this.tokens = Math.min(burst, this.tokens + ((now - this.last) / 1000) * perSecond)
    this.last = now
    if (this.tokens < 1) return false
    this.tokens--
    return true
  }
}
