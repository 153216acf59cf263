import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { RasterImage } from './raster'

/** Decodes a picture as RGB, or RGB with alpha if a pixel is transparent. */
export async function decodePicture(bytes: Uint8Array): Promise<RasterImage> {
  const image = await loadImage(bytes)
  const { width, height } = image
  const context = createCanvas(width, height).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  const rgba = new Uint8Array(data)
  const opaque = rgba.every((value, i) => i % 4 !== 3 || value === 255)
  if (!opaque) return { width, height, channels: 4, data: rgba }
  return { width, height, channels: 3, data: rgba.filter((_, i) => i % 4 !== 3) }
}
