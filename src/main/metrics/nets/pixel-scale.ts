import type { NetInput } from '../../../contract/feature-nets/document'

/**
 * Makes the function that turns bytes into a net's numbers: (byte / 255 * range - mean) /
 * deviation, channels first.
 *
 * @returns from [N, size, size, channels] bytes to [N, channels, size, size] numbers
 */
export function pixelsFor(input: NetInput): (bytes: Uint8Array) => Float32Array {
  const { size, channels } = input
  const tables = Array.from({ length: channels }, (_, c) => tableOf(input, c))
  const area = size * size
  return (bytes) => {
    const values = new Float32Array(bytes.length)
    let to = 0
    for (let image = 0; image < bytes.length; image += area * channels) {
      tables.forEach((table, c) => {
        for (let i = 0; i < area; i++) {
          values[to++] = table[bytes[image + i * channels + c] as number] as number
        }
      })
    }
    return values
  }
}

/** The number for each byte in a channel. */
function tableOf({ range, mean, deviation }: NetInput, channel: number): Float32Array {
  const of = (numbers: readonly number[]): number => (numbers[channel] ?? numbers[0]) as number
  return Float32Array.from(
    { length: 256 },
    (_, byte) => ((byte / 255) * range - of(mean)) / of(deviation),
  )
}
