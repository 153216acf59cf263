import { expect, it } from 'vitest'
import { RandomStream } from '../../../gan/random/random'
import { shifted } from './shift'

const shape = { size: 5, channels: 2 }
const REACH = 2

/** The only shift that explains an image, as "down,right". */
function shiftsOf(from: Float32Array, to: Float32Array): string[] {
  const found: string[] = []
  const at = (image: Float32Array, c: number, y: number, x: number): number => {
    const clamp = (i: number): number => Math.max(0, Math.min(shape.size - 1, i))
    return image[(c * shape.size + clamp(y)) * shape.size + clamp(x)] as number
  }
  for (let down = -4; down <= 4; down++) {
    for (let right = -4; right <= 4; right++) {
      let same = true
      for (let c = 0; c < shape.channels; c++) {
        for (let y = 0; y < shape.size; y++) {
          for (let x = 0; x < shape.size; x++) {
            same &&= at(to, c, y, x) === at(from, c, y - down, x - right)
          }
        }
      }
      if (same) found.push(`${down},${right}`)
    }
  }
  return found
}

it('shifts each image by its own distance, all channels alike, never beyond the reach', () => {
  const length = shape.channels * shape.size ** 2
  const count = 400
  const image = Float32Array.from({ length }, (_, i) => i)
  const images = new Float32Array(length * count)
  for (let i = 0; i < count; i++) images.set(image, i * length)
  const out = shifted(images, shape, REACH, RandomStream.seeded(1, 'shift'))
  const seen = new Set<string>()
  for (let i = 0; i < count; i++) {
    const shifts = shiftsOf(image, out.slice(i * length, (i + 1) * length))
    expect(shifts).toHaveLength(1)
    seen.add(shifts[0] as string)
  }
  const all = [-2, -1, 0, 1, 2]
  expect(seen).toEqual(new Set(all.flatMap((down) => all.map((right) => `${down},${right}`))))
})
