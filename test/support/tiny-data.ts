import type { Dataset } from '../../src/main/gan/data/dataset'

/** Grey images of 8 by 8 pixels of three classes, without a pattern. */
export function tinyDataset(images: number): Dataset {
  const pixels = Uint8Array.from({ length: images * 64 }, (_, i) => (i * 37) % 256)
  const size = { images, width: 8, height: 8, channels: 1 }
  const identity = { name: 'made up', fingerprint: '0'.repeat(64), ...size }
  const labels = Uint8Array.from({ length: images }, (_, i) => (i * i + (i >> 2)) % 3)
  return { identity, pixels, count: images, imageSize: 8, channels: 1, labels }
}
