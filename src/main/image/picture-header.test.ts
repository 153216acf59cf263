import { describe, expect, it } from 'vitest'
import { failureOf } from '../../contract/testing/failure-of'
import { decodePicture } from './decode-picture'
import { PNG_SIGNATURE } from './formats/png'
import { isPicture, readPictureHeader, uprightSize } from './picture-header'
import { encodePng, pngChunk } from './png'

const text = (content: string): Buffer => Buffer.from(content, 'latin1')

function pngOfSize(width: number, height: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const parts = [
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.alloc(9)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([PNG_SIGNATURE, ...parts])
}

/** A JPEG's start, with EXIF's orientation 6, up to its size. */
const jpegStart = (width: number, height: number): Buffer => {
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, ...Array<number>(9).fill(0)])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  const exif = text('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0')
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif])
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment, frame])
}

describe('readPictureHeader', () => {
  it.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'pictureEmpty'],
    ['a web page', text('<!DOCTYPE html><html><body>404</body></html>'), 'pictureWebPage'],
    [
      'a page with a drawing in it',
      text('<html><body><svg width="2"></svg></body></html>'),
      'pictureWebPage',
    ],
    ['an SVG', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'pictureSvg'],
    [
      'an SVG with a declaration',
      text('<?xml version="1.0"?>\n<!-- made -->\n<svg width="9">'),
      'pictureSvg',
    ],
    ['a TIFF', text('II*\0\x08\0\0\0'), 'pictureOfOtherFormat'],
    ['a HEIC', text('\0\0\0\x18ftypheic\0\0\0\0'), 'pictureOfOtherFormat'],
    ['an AVIF', text('\0\0\0\x1cftypavif\0\0\0\0'), 'pictureOfOtherFormat'],
    ['an icon', text('\0\0\x01\0\x01\0\x10\x10\0\0'), 'pictureOfOtherFormat'],
    ['a JPEG XL', text('\xff\x0a\x00'), 'pictureOfOtherFormat'],
    ['a PDF', text('%PDF-1.7\n'), 'pictureOfOtherFormat'],
    ['a zip', text('PK\x03\x04\x14\0\0\0'), 'pictureOtherFile'],
    [
      'a Git LFS pointer',
      text('version https://git-lfs.github.com/spec/v1\n'),
      'lfsPointerInstead',
    ],
    ['text', text('BMW is a make of cars.\n'), 'pictureText'],
    ['text in UTF-8', Buffer.from('Глаза '.repeat(100)), 'pictureText'],
    ['other bytes', Buffer.from([1, 2, 3, 0, 200, 201]), 'pictureUnknown'],
    ['60,000 x 60,000', pngOfSize(60_000, 60_000), 'pictureTooLarge'],
    ['2^32 - 1 squared', pngOfSize(2 ** 32 - 1, 2 ** 32 - 1), 'pictureTooLarge'],
    ['a very long line', pngOfSize(60_000_000, 1), 'pictureTooLong'],
    ['no width', pngOfSize(0, 9), 'pictureWithoutPixels'],
    ['no height', jpegStart(9, 0), 'pictureWithoutPixels'],
    ['a signature alone', PNG_SIGNATURE, 'pictureCutShort'],
    [
      'a PNG that begins with another chunk',
      Buffer.concat([PNG_SIGNATURE, pngChunk('IEND', Buffer.alloc(30))]),
      'pictureDamaged',
    ],
  ])('refuses %s', async (_, bytes, problem) => {
    for (const read of [readPictureHeader, decodePicture]) {
      const error = await failureOf(() => read(bytes, '/pictures/a.png'))
      expect(error.problem?.code).toBe(problem)
      expect(error.code).toBe('data')
      expect(error.where).toBe('/pictures/a.png')
      expect(error.remedy).toBeTruthy()
    }
  })

  it('reads the size and orientation from the start of a file', () => {
    const header = readPictureHeader(jpegStart(640, 480))
    expect(header).toMatchObject({ width: 640, height: 480, orientation: 6, grey: false })
    expect(uprightSize(header)).toEqual({ width: 480, height: 640 })
  })

  it('recognises pictures by their first bytes', async () => {
    expect(
      isPicture(await encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(5) })),
    ).toBe(true)
    expect(isPicture(jpegStart(1, 1))).toBe(true)
    expect(isPicture(text('RIFF\0\0\0\0WAVE........'))).toBe(false)
    expect(isPicture(text('BM..................'))).toBe(false)
  })
})
