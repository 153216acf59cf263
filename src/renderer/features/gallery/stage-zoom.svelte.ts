import { fittingFactor, integerScale } from '../../images/grid-geometry'

type Size = Record<'width' | 'height', number>

/** The minimum height of a picture, in CSS pixels, however low the window is. */
const MIN_HEIGHT = 160

/** A header that takes more of the window than this is assumed to be scrolled past. */
const MAX_HEADER = 1 / 4

/** Returns how much height to reserve above the card when fitting a picture, in CSS pixels. */
export const spaceAbove = (cardTop: number, windowHeight: number): number =>
  cardTop <= windowHeight * MAX_HEADER ? cardTop : 0

/**
 * How large the gallery draws its pictures: as large as fits, or at a chosen factor. Factors are
 * screen pixels per image pixel, whole numbers unless the picture has to shrink.
 */
export class StageZoom {
  /** Width of a stage in CSS pixels. */
  width = $state(0)
  windowHeight = $state(0)
  /** Screen pixels per CSS pixel. */
  ratio = $state(1)
  /** Undefined to fit. */
  private chosen = $state<number>()
  readonly fits = $derived(this.chosen === undefined)
  private readonly height = $derived.by(() =>
    Math.max(MIN_HEIGHT, this.windowHeight - this.besides()),
  )

  /** @param besides height of everything shown with the picture, in CSS pixels */
  constructor(private readonly besides: () => number) {}

  /** The factor at which a picture is drawn. */
  factorOf(picture: Size): number {
    if (this.chosen !== undefined) return Math.min(this.chosen, this.maxOf(picture))
    return Math.min(
      fittingFactor(picture.width, this.width * this.ratio),
      fittingFactor(picture.height, this.height * this.ratio),
    )
  }

  /** The largest factor at which a picture is no wider than the stage, at least 1. */
  maxOf(picture: Size): number {
    return integerScale(picture.width, this.width * this.ratio)
  }

  /** The width of a picture in CSS pixels. */
  widthOf(picture: Size): number {
    return (picture.width * this.factorOf(picture)) / this.ratio
  }

  /** Draws larger or smaller, in larger steps at large factors. */
  zoom(picture: Size, direction: 1 | -1): void {
    const now = Math.max(1, Math.floor(this.factorOf(picture)))
    const to = now + direction * Math.max(1, Math.floor(now / 4))
    this.chosen = Math.min(this.maxOf(picture), Math.max(1, to))
  }

  fit(): void {
    this.chosen = undefined
  }
}
