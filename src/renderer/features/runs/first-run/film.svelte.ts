/**
 * The frames of film.png, side by side: the fixed-latent sample grids of one run of 50 epochs with
 * the default settings (`train --sample-interval 469`), by the epochs trained so far.
 */
export const filmEpochs = [
  0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50,
] as const

/** Pixels of one frame, which is square. */
export const FRAME_SIZE = 152

const FRAME_MS = 450
/** How long the first and the last frame stay. */
const REST_MS = 1600

export class FilmPlayer {
  index = $state(0)
  playing = $state(false)
  private carry = 0

  /** @param playing false for people who prefer less motion: they see the last frame first */
  constructor(playing: boolean) {
    this.playing = playing
    if (!playing) this.index = filmEpochs.length - 1
  }

  get epoch(): number {
    return filmEpochs[this.index] ?? 0
  }

  /** Moves on by some milliseconds; from the last frame it begins again. */
  tick(elapsed: number): void {
    this.carry += elapsed
    const rests = this.index === 0 || this.index === filmEpochs.length - 1
    if (this.carry < (rests ? REST_MS : FRAME_MS)) return
    this.carry = 0
    this.index = (this.index + 1) % filmEpochs.length
  }
}
