import film from './film.json'

/* Written with film.png by scripts/make-film.mjs: sample grids from fixed latents, side by side. */

/** Steps after which the frames were drawn, from 0. */
export const filmSteps: readonly number[] = film.steps
/** In pixels. */
export const frameSize = { width: film.width, height: film.height }

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
    if (!playing) this.index = filmSteps.length - 1
  }

  get step(): number {
    return filmSteps[this.index] ?? 0
  }

  /** Advances the animation, in a loop. @param elapsed milliseconds */
  tick(elapsed: number): void {
    this.carry += elapsed
    const isEnd = this.index === 0 || this.index === filmSteps.length - 1
    if (this.carry < (isEnd ? END_FRAME_MS : FRAME_MS)) return
    this.carry = 0
    this.index = (this.index + 1) % filmSteps.length
  }
}
