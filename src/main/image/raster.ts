/** One image as bytes, upright. */
export interface RasterImage {
  width: number
  height: number
  /** 1 grey, 3 RGB, 4 RGB with straight (not premultiplied) alpha; sRGB. */
  channels: 1 | 3 | 4
  /** [height, width, channels], 0 black or transparent to 255. */
  data: Uint8Array
}
