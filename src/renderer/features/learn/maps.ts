/* How convolutional networks are drawn: a layer's output as a stack of small images. */

/** What a layer gives: `channels` images of `size` x `size`, or that many numbers where it is 1. */
export interface Maps {
  channels: number
  size: number
}

/** Of a DCGAN on MNIST: each step of the generator doubles the image, its dense layer apart. */
export const generatorMaps: readonly Maps[] = [
  { channels: 100, size: 1 },
  { channels: 64, size: 7 },
  { channels: 32, size: 14 },
  { channels: 1, size: 28 },
]

export const discriminatorMaps: readonly Maps[] = [
  { channels: 1, size: 28 },
  { channels: 32, size: 14 },
  { channels: 64, size: 7 },
  { channels: 1, size: 1 },
]

/** How far each sheet of a stack lies up and to the right of the one before it. */
const SHIFT = 3

export interface Stack {
  /** Squares from the backmost to the front one. */
  sheets: { x: number; y: number; side: number }[]
  /** The stack's outline with its sheets' shift. */
  left: number
  right: number
  top: number
  bottom: number
  label: { x: number; y: number; text: string }
}

/** Places layers between `left` and `right` with even gaps; labels take turns on two lines. */
export function placeMaps(
  layers: readonly Maps[],
  { left, right, middle }: { left: number; right: number; middle: number },
): Stack[] {
  const widths = layers.map((maps) => sideOf(maps) + SHIFT * (sheetsOf(maps) - 1))
  const all = widths.reduce((sum, width) => sum + width, 0)
  const gap = (right - left - all) / (layers.length - 1)
  const lowest = middle + Math.max(...widths) / 2
  let x = left
  return layers.map((maps, i) => {
    const width = widths[i] ?? 0
    const [from, top] = [x, middle - width / 2]
    x += width + gap
    const count = sheetsOf(maps)
    const sheets = Array.from({ length: count }, (_, sheet) => ({
      x: from + SHIFT * (count - 1 - sheet),
      y: top + SHIFT * sheet,
      side: sideOf(maps),
    }))
    const { channels, size } = maps
    const text = size === 1 ? String(channels) : `${channels} × ${size} × ${size}`
    const label = { x: from + width / 2, y: lowest + 18 + (i % 2) * 15, text }
    return { sheets, left: from, right: from + width, top, bottom: top + width, label }
  })
}

const sideOf = ({ size }: Maps): number => 8 + (size === 1 ? 0 : 4 + size)
const sheetsOf = ({ channels, size }: Maps): number =>
  size === 1 || channels === 1 ? 1 : channels / 16
