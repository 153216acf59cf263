/**
 * Epochs of the frames in film.png: side by side, the fixed-latent sample grids of a run of 50
 * epochs with the default settings (`train --sample-interval 469`).
 */
export const filmEpochs = [
  0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50,
] as const

/** Side of a square frame, in pixels. */
export const FRAME_SIZE = 152

const FRAME_MS = 450
/** Duration of the first and last frame. */
const END_FRAME_MS = 1600

export class FilmPlayer {
  index = $state(0)
  playing = $state(false)
  private carry = 0

  /** @param playing false for reduced motion; then starts at the last frame */
  constructor(playing: boolean) {
    this.playing = playing
    if (!playing) this.index = filmEpochs.length - 1
  }

  get epoch(): number {
    return filmEpochs[this.index] ?? 0
  }

  /** Advances the animation, in a loop. @param elapsed milliseconds */
  tick(elapsed: number): void {
    this.carry += elapsed
    const isEnd = this.index === 0 || this.index === filmEpochs.length - 1
    if (this.carry < (isEnd ? END_FRAME_MS : FRAME_MS)) return
    this.carry = 0
    this.index = (this.index + 1) % filmEpochs.length
  }
}
