import { advance, play } from './gallery-playback'
import type { Speed } from './gallery-playback'

/** Playback of a timeline of grids. */
export abstract class Playback {
  playing = $state(false)
  speed: Speed = $state(10)
  private carry = 0

  /** The current position. */
  abstract readonly index: number
  /** The number of positions. */
  abstract readonly count: number
  abstract show(index: number): void
  /** Whether everything shown at a position is decoded, or cannot be. */
  protected abstract isReady(index: number): boolean

  constructor(speed: Speed) {
    this.speed = speed
  }

  toggle(): void {
    if (this.playing) {
      this.playing = false
      return
    }
    const head = play({ index: this.index, carry: 0, playing: false }, this.count)
    this.carry = 0
    this.show(head.index)
    this.playing = head.playing
  }

  /** Advances playback, waiting for grids that are not decoded yet. @param elapsed milliseconds */
  tick(elapsed: number): void {
    const head = { index: this.index, carry: this.carry, playing: this.playing }
    const next = advance(head, this.count, elapsed, this.speed)
    if (!this.isReady(next.index)) return
    this.carry = next.carry
    this.playing = next.playing
    if (next.index !== this.index) this.show(next.index)
  }
}
