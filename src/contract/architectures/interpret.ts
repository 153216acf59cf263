/** A function for each layer type; TypeScript checks that none is missing. */
export type PerType<L extends { type: string }, Rest extends unknown[], R> = {
  [T in L['type']]: (layer: Extract<L, { type: T }>, ...rest: Rest) => R
}

/** Applies the table's entry for this layer. */
export const interpret = <L extends { type: string }, Rest extends unknown[], R>(
  table: PerType<L, Rest, R>,
  layer: L,
  ...rest: Rest
): R => (table[layer.type as L['type']] as (layer: L, ...rest: Rest) => R)(layer, ...rest)
