/* The reference networks' layers, as the drawing shows them. */

export interface Layer {
  /** Numbers that the layer gives. */
  width: number
  /** Circles drawn for them. */
  dots: number
}

export const generatorLayers: readonly Layer[] = [
  { width: 100, dots: 3 },
  { width: 128, dots: 3 },
  { width: 256, dots: 4 },
  { width: 512, dots: 5 },
  { width: 1024, dots: 6 },
  { width: 784, dots: 5 },
]

export const discriminatorLayers: readonly Layer[] = [
  { width: 784, dots: 5 },
  { width: 512, dots: 4 },
  { width: 256, dots: 3 },
  { width: 1, dots: 1 },
]

interface Place {
  x: number
  y: number
}

interface Drawn {
  dots: Place[]
  links: { from: Place; to: Place }[]
  /** Where each layer's width is written. */
  labels: (Place & { text: string })[]
}

/** Places a network's layers from left to right, each centred on a line. */
export function placeLayers(
  layers: readonly Layer[],
  { left, middle, apart, gap }: { left: number; middle: number; apart: number; gap: number },
): Drawn {
  const columns = layers.map(({ dots }, layer) =>
    Array.from({ length: dots }, (_, i) => ({
      x: left + layer * apart,
      y: middle + (i - (dots - 1) / 2) * gap,
    })),
  )
  const links = columns.flatMap((column, layer) =>
    column.flatMap((from) => (columns[layer + 1] ?? []).map((to) => ({ from, to }))),
  )
  const lowest = Math.max(...columns.flat().map(({ y }) => y))
  const labels = layers.map(({ width }, layer) => ({
    x: left + layer * apart,
    y: lowest + gap,
    text: String(width),
  }))
  return { dots: columns.flat(), links, labels }
}
