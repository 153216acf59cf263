import type { DatasetDetail } from '../../../../contract/datasets/detail'

/** A class with its numbers of images and the length of its bar. */
export interface ClassBar {
  name: string
  images: number
  /** Null without held-out images. */
  heldOut: number | null
  /** 0 to 1, of the largest class. */
  share: number
}

/** Returns a bar for every class, in order. */
export function classBars({ train, holdOut }: NonNullable<DatasetDetail['classes']>): ClassBar[] {
  const most = train.reduce((largest, { images }) => Math.max(largest, images), 1)
  return train.map(({ name, images }, i) => ({
    ...{ name, images, share: images / most },
    heldOut: holdOut?.[i]?.images ?? null,
  }))
}
