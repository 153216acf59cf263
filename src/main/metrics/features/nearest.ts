/** The nearest neighbours of each of several images; candidates can be offered in any order. */
export class Nearest {
  /** [count, most] distances, ascending in each row; Infinity where there are fewer so far */
  readonly squared: Float64Array
  /** [count, most]; the neighbours' indices, or -1 */
  readonly indices: Int32Array

  constructor(
    readonly count: number,
    readonly most: number,
  ) {
    this.squared = new Float64Array(count * most).fill(Infinity)
    this.indices = new Int32Array(count * most).fill(-1)
  }

  /** Offers a candidate for an image's neighbours; among equally near ones, lower indices win. */
  offer(image: number, squared: number, index: number): void {
    const { most } = this
    const first = image * most
    let at = first + most
    while (at > first && this.isNearer(squared, index, at - 1)) at--
    if (at === first + most) return
    this.squared.copyWithin(at + 1, at, first + most - 1)
    this.indices.copyWithin(at + 1, at, first + most - 1)
    this.squared[at] = squared
    this.indices[at] = index
  }

  private isNearer(squared: number, index: number, at: number): boolean {
    const known = this.squared[at] as number
    if (squared !== known) return squared < known
    const other = this.indices[at] as number
    return other === -1 || index < other
  }

  /** The squared distance to the `k`th nearest neighbour, counting from 1. */
  kth(image: number, k: number): number {
    return this.squared[image * this.most + k - 1] as number
  }
}
