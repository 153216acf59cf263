/** This process's memory, in bytes, and the system's figure for its peak. */
interface Reading {
  resident: number
  /** In kibibytes; in bytes from earlier versions of libuv on macOS. */
  maximum: number
}

const read = (): Reading => ({
  resident: process.memoryUsage.rss(),
  maximum: process.resourceUsage().maxRSS,
})

/** Bytes of the peak, which is never a thousand times the memory that is resident now. */
const peakOf = ({ resident, maximum }: Reading): number =>
  maximum >= resident ? maximum : 1024 * maximum

/** Read when the process starts. */
const first = read()

/**
 * The peak memory of this process. On Linux, a process begins with the peak of the process that
 * started it: until its own peak is higher, the highest value seen here counts.
 */
export class PeakMemory {
  private readonly inherited: number
  private seen = 0

  constructor(
    atStart = first,
    private readonly current = read,
  ) {
    this.inherited = peakOf(atStart)
  }

  now(): { residentBytes: number; peakBytes: number } {
    const reading = this.current()
    this.seen = Math.max(this.seen, reading.resident)
    const peak = peakOf(reading)
    return {
      residentBytes: reading.resident,
      peakBytes: peak > this.inherited ? Math.max(peak, this.seen) : this.seen,
    }
  }
}
