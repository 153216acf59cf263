import { formatOf } from '../../../contract/file-format'
import { formatNames } from '../../../contract/problems/formats'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'

/** Formats of pictures that are not read, by their first bytes in latin1. */
const otherPictures: readonly [format: string, beginnings: readonly string[]][] = [
  ['TIFF', ['II*\0', 'II+\0', 'MM\0*', 'MM\0+']],
  ['ICO', ['\0\0\u0001\0', '\0\0\u0002\0']],
  ['JPEG XL', ['\u00ff\n', '\0\0\0\fJXL ']],
  ['JPEG 2000', ['\u00ff\u004f\u00ff\u0051', '\0\0\0\fjP  ']],
  ['PSD', ['8BPS']],
  ['XCF', ['gimp xcf']],
  ['PDF', ['%PDF']],
  ['PNM', ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'].flatMap((p) => [`${p}\n`, `${p} `])],
  ['OpenEXR', ['\u0076\u002f\u0031\u0001']],
  ['DDS', ['DDS ']],
  ['QOI', ['qoif']],
]

/** The formats of files that begin with a length and `ftyp`, by the four characters after it. */
const brands: readonly [format: string, brand: RegExp][] = [
  ['AVIF', /^avi[fs]/],
  ['HEIC', /^(?:hei[cxms]|hev[cxms]|mif1|msf1)/],
  ['MP4', /^/],
]

function otherPicture(head: string): string | undefined {
  if (head.slice(4, 8) === 'ftyp') {
    return brands.find(([, brand]) => brand.test(head.slice(8, 12)))?.[0]
  }
  return otherPictures.find(([, all]) => all.some((each) => head.startsWith(each)))?.[0]
}

const SVG = /^(?:\xef\xbb\xbf)?\s*<(?:svg|(?:\?xml|!--|!doctype)[^]*<svg|!doctype svg)[\s>]/i
const TEXT_BYTES = 512

/** Describes a file that is not a picture of a known format, by its first bytes. */
export function whyNoPicture(bytes: Buffer): Notice {
  const head = bytes.toString('latin1', 0, 4096)
  if (SVG.test(head)) return notice('pictureSvg', {})
  const other = otherPicture(head)
  if (other !== undefined) return notice('pictureOfOtherFormat', { format: other })
  const format = formatOf(bytes)
  if (format === 'webPage') return notice('pictureWebPage', {})
  if (format === 'lfsPointer') return notice('lfsPointerInstead', {})
  if (format !== undefined && format !== 'picture') {
    return notice('pictureOtherFile', { format: formatNames[format] })
  }
  return isText(bytes) ? notice('pictureText', {}) : notice('pictureUnknown', {})
}

/** True if the first bytes are UTF-8 without control characters. */
function isText(bytes: Buffer): boolean {
  const head = bytes.subarray(0, TEXT_BYTES)
  if (head.some((byte) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d))) return false
  // The last character may be cut.
  const text = head.toString('utf8')
  return !text.slice(0, bytes.length > TEXT_BYTES ? -1 : undefined).includes('\uFFFD')
}
