import type { DatasetImages } from '../../../../contract/datasets/dataset'
import { normalised, normalise } from '../../../../contract/datasets/memory-images'
import type { SquareShape } from '../../../sources/idx/shape'
import { READ_AHEAD_BYTES } from '../memory-budget'
import { fit } from '../pixels'
import { imageBytesOf } from '../read-document'
import { ReadAhead } from './read-ahead'
import type { ShardFiles } from './shard-files'

interface Window {
  files: ShardFiles
  /** The shape of the stored images. */
  shape: SquareShape
  /** Requested height and width in pixels. */
  size: number
  channels: 1 | 3
  /** @defaultValue READ_AHEAD_BYTES */
  readAheadBytes?: number
}

/** Images that stay on disk, and are read shortly before they are needed. */
export class WindowImages implements DatasetImages {
  /** Stored bytes of one image, or of a batch that must be converted. */
  private raw = new Uint8Array(0)
  private readonly imageBytes: number
  /** True if the images have the requested size and channels. */
  private readonly unchanged: boolean

  private constructor(
    private readonly window: Window,
    private readonly ahead: ReadAhead | undefined,
  ) {
    const { shape, size, channels } = window
    this.imageBytes = imageBytesOf(shape)
    this.unchanged = shape.width === size && shape.channels === channels
  }

  static async open(window: Window): Promise<WindowImages> {
    const { files, shape, readAheadBytes = READ_AHEAD_BYTES } = window
    return new WindowImages(window, await ReadAhead.start(files, shape.count, readAheadBytes))
  }

  follow(order: Uint32Array, from: number): void {
    this.ahead?.follow(order, from)
  }

  gather(indices: Uint32Array, target: Float32Array): void {
    const from = this.ahead?.claim(indices)
    if (this.unchanged) this.gatherStored(indices, from, target)
    else this.gatherConverted(indices, from, target)
  }

  async close(): Promise<void> {
    await this.ahead?.close()
    await this.window.files.close()
  }

  private gatherStored(indices: Uint32Array, from: number | undefined, target: Float32Array) {
    const { imageBytes } = this
    const { channels } = this.window
    for (let row = 0; row < indices.length; row++) {
      const offset = from === undefined ? undefined : this.ahead?.offsetOf(from + row)
      const bytes = offset === undefined ? this.readNow(indices[row] as number) : this.ring
      planes(bytes, offset ?? 0, target, row * imageBytes, imageBytes, channels)
    }
  }

  private gatherConverted(indices: Uint32Array, from: number | undefined, target: Float32Array) {
    const { imageBytes } = this
    const { files, shape, size, channels } = this.window
    const count = indices.length
    const raw = this.room(count)
    for (let row = 0; row < count; row++) {
      const offset = from === undefined ? undefined : this.ahead?.offsetOf(from + row)
      if (offset === undefined) files.read(indices[row] as number, raw, row * imageBytes)
      else raw.set(this.ring.subarray(offset, offset + imageBytes), row * imageBytes)
    }
    const pixels = fit(raw.subarray(0, count * imageBytes), { ...shape, count }, size, channels)
    normalise(pixels, 0, target, 0, pixels.length)
  }

  private get ring(): Uint8Array {
    return this.ahead?.ring ?? this.raw
  }

  private readNow(index: number): Uint8Array {
    const raw = this.room(1)
    this.window.files.read(index, raw, 0)
    return raw
  }

  /** Room for that many stored images. */
  private room(images: number): Uint8Array {
    const bytes = images * this.imageBytes
    if (this.raw.length < bytes) this.raw = new Uint8Array(bytes)
    return this.raw
  }
}

/** Converts an image from bytes with channels last to floats with channels first. */
function planes(
  from: Uint8Array,
  start: number,
  to: Float32Array,
  at: number,
  length: number,
  channels: number,
): void {
  if (channels === 1) return normalise(from, start, to, at, length)
  const table = normalised
  let out = at
  for (let c = 0; c < channels; c++) {
    for (let i = start + c; i < start + length; i += channels) {
      to[out++] = table[from[i] as number] as number
    }
  }
}
