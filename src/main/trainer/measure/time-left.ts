import { RecentSpeed } from '../../../contract/recent-speed'

/**
 * Kinds of work whose speeds differ: `net`, computing the features of images; `generate`, making
 * images and computing theirs; `pairs`, comparing features in JavaScript; `training`, comparing them
 * with training images, perhaps on an engine.
 */
export type WorkKind = 'net' | 'generate' | 'pairs' | 'training'

/** Work to do: the features of some images, or a metric. */
export interface Part {
  /** Unique within a measurement. */
  name: string
  kind: WorkKind
  /** Images, or multiplications; an estimate. */
  amount: number
}

/** The time over which a speed is measured, and the time until it is known, in milliseconds. */
const [OVER, AFTER] = [20_000, 500]

/** Estimates how long the rest of a measurement takes, from the speeds so far. */
export class TimeLeft {
  /** The work that is left; undefined until all of it is known. */
  private parts: readonly Part[] | undefined
  /** The amount that has been done of each part. */
  private readonly done = new Map<string, number>()
  /** Per second. */
  private readonly speeds = new Map<WorkKind, number>()
  private current: { name: string; speed: RecentSpeed } | undefined

  /** @param clock milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Sets the parts that are left. */
  plan(parts: readonly Part[]): void {
    this.parts = parts
  }

  /** Sets a speed, per second, until that of a part is known. */
  learn(kind: WorkKind, speed: number): void {
    if (!this.speeds.has(kind)) this.speeds.set(kind, speed)
  }

  /**
   * Reports how much of a part is done. Parts that were reported before are complete.
   *
   * @param part undefined for one that is not planned, since it takes hardly any time
   */
  report(part: Pick<Part, 'name' | 'kind'> | undefined, done: number): void {
    if (this.current !== undefined && this.current.name !== part?.name) {
      this.done.set(this.current.name, Infinity)
      this.current = undefined
    }
    if (part === undefined) return
    this.current ??= { name: part.name, speed: new RecentSpeed(OVER, AFTER) }
    this.done.set(part.name, done)
    const speed = this.current.speed.at(done, this.clock())
    if (speed !== null && speed > 0) this.speeds.set(part.kind, speed)
  }

  /** Generating images takes extra time, so its speed is a cautious estimate for other images. */
  private speedOf(kind: WorkKind): number | undefined {
    return this.speeds.get(kind) ?? (kind === 'net' ? this.speeds.get('generate') : undefined)
  }

  /** Seconds; null while the parts, or the speed of one of them, are not known. */
  get seconds(): number | null {
    let seconds = 0
    for (const { name, kind, amount } of this.parts ?? []) {
      const left = amount - (this.done.get(name) ?? 0)
      if (left <= 0) continue
      seconds += left / (this.speedOf(kind) ?? 0)
    }
    return this.parts === undefined || seconds === Infinity ? null : seconds
  }
}
