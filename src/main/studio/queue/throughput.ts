/*
 * Decides from measurements whether training more runs at the same time is faster in total. Steps of
 * different runs take different times, so each speed is divided by the speed of the same run when
 * trained alone: the total of one run alone is 1.
 */

/** A run as it trains. */
export interface Sample {
  id: string
  /** All settings that a step's time depends on; runs with the same key are equally fast alone. */
  key: string
  /** Steps per second; null if it has not been measured yet, or the run is paused. */
  speed: number | null
}

/** The measurements of one machine and device. */
export interface Findings {
  /** Steps per second of runs that trained alone, by key. */
  alone: Readonly<Record<string, number>>
  /** Total speed by the number of runs at the same time; 1 is the speed of one run alone. */
  totals: Readonly<Record<string, number>>
}

/** Milliseconds for which the same runs must have trained before their speed counts. */
const SETTLED_MS = 20_000
/** One more run at once must raise the total speed by this factor. */
const WORTHWHILE = 1.1

/** Measures the speeds of runs that train together. */
export class Throughput {
  private since: { ids: string; at: number } | undefined

  /** @param find speeds of runs alone, by key, that were measured elsewhere */
  constructor(
    private findings: Findings,
    private readonly find: (key: string) => number | null = () => null,
  ) {}

  /**
   * Takes a look at all runs that train now.
   *
   * @param now in milliseconds, of a clock that does not go back
   * @returns the findings if they changed
   */
  observe(samples: readonly Sample[], now: number): Findings | undefined {
    const ids = JSON.stringify(samples.map(({ id }) => id).sort())
    const complete = samples.length > 0 && samples.every(({ speed }) => speed !== null)
    if (!complete) this.since = undefined
    else if (this.since?.ids !== ids) this.since = { ids, at: now }
    if (this.since === undefined || now - this.since.at < SETTLED_MS) return undefined
    // Later looks at the same runs count as new measurements.
    this.since = { ids, at: now }
    const next = this.measured(samples)
    if (next !== undefined) this.findings = next
    return next
  }

  /**
   * Decides whether to train one more run at the same time.
   *
   * @param samples the runs that train now @param key the next run's
   * @returns `measure` if the current runs must be measured first
   */
  another(samples: readonly Sample[], key: string): 'yes' | 'no' | 'measure' {
    const count = samples.length
    if (count === 0) return 'yes'
    for (let n = 2; n <= count; n++) if (this.isWorthwhile(n) === false) return 'no'
    const known = this.isWorthwhile(count + 1)
    if (known !== undefined) return known ? 'yes' : 'no'
    if (this.totalOf(count) === undefined) return 'measure'
    // The additional run can be judged only if the speed of each run alone is known.
    if (samples.some((sample) => this.aloneOf(sample.key) === null)) return 'measure'
    return this.aloneOf(key) === null ? 'no' : 'yes'
  }

  private measured(samples: readonly Sample[]): Findings | undefined {
    const { alone, totals } = this.findings
    const [first, ...others] = samples
    if (first !== undefined && others.length === 0) {
      return { totals, alone: { ...alone, [first.key]: first.speed ?? 0 } }
    }
    let total = 0
    for (const { key, speed } of samples) {
      const own = this.aloneOf(key)
      if (own === null || own <= 0) return undefined
      total += (speed ?? 0) / own
    }
    return { alone, totals: { ...totals, [samples.length]: total } }
  }

  /** Undefined if it has not been measured. */
  private isWorthwhile(count: number): boolean | undefined {
    const [fewer, more] = [this.totalOf(count - 1), this.totalOf(count)]
    return fewer === undefined || more === undefined ? undefined : more >= WORTHWHILE * fewer
  }

  private totalOf(count: number): number | undefined {
    return count === 1 ? 1 : this.findings.totals[count]
  }

  private aloneOf(key: string): number | null {
    return this.findings.alone[key] ?? this.find(key)
  }
}
