import { z } from 'zod'
import { datasetParts } from './detail'

/*
 * Sheets: pictures that show many of a data set's images. The path of the resource is the request.
 */

/** Images per row of a sheet. */
export const SHEET_COLUMNS = 20
/** Largest number of images in a sheet. */
export const MAX_PER_SHEET = 400

const part = z.enum(datasetParts)
const dataset = z.string().min(1)

/**
 * Consecutive images of a part, or of one class in it; `from` then counts only the images of that
 * class.
 */
const rangeSchema = z.strictObject({
  dataset,
  part,
  class: z.number().int().min(0).max(9_999).optional(),
  from: z.number().int().min(0).max(999_999_999),
  count: z.number().int().min(1).max(MAX_PER_SHEET),
})

/** At most `spread` images from throughout a part, in one row. */
const spreadSchema = z.strictObject({
  dataset,
  part,
  spread: z.number().int().min(1).max(SHEET_COLUMNS),
})

const sheetRequestSchema = z.union([rangeSchema, spreadSchema])
export type ImageRange = z.infer<typeof rangeSchema>
export type SheetRequest = z.infer<typeof sheetRequestSchema>

/** The parts of a sheet's path, below `/resources/`, without the escapes of a URL. */
export function sheetPath(request: SheetRequest): string[] {
  const { dataset, part } = request
  if ('spread' in request) return ['datasets', dataset, part, `spread-${request.spread}.png`]
  const { class: only, from, count } = request
  const ofClass = only === undefined ? [] : [`class-${only}`]
  return ['datasets', dataset, part, ...ofClass, `${from}-${count}.png`]
}

/** Parses what {@link sheetPath} makes, joined by slashes; undefined if it is no such path. */
export function parseSheetPath(path: string): SheetRequest | undefined {
  const [, dataset, part, row, only, from, count] = PATH.exec(path) ?? []
  const images =
    row === undefined
      ? {
          ...(only === undefined ? {} : { class: Number(only) }),
          ...{ from: Number(from), count: Number(count) },
        }
      : { spread: Number(row) }
  return sheetRequestSchema.safeParse({ dataset, part, ...images }).data
}

/** The path of a JSON list of the names of the files that images came from. */
export const namesPath = (request: ImageRange): string[] =>
  sheetPath(request).map((part, i, all) => (i < all.length - 1 ? part : asNames(part)))

/** Parses what {@link namesPath} makes, joined by slashes; undefined if it is no such path. */
export function parseNamesPath(path: string): ImageRange | undefined {
  if (!path.endsWith(NAMES)) return undefined
  const request = parseSheetPath(path.slice(0, -NAMES.length) + PICTURE)
  return request === undefined || 'spread' in request ? undefined : request
}

const PICTURE = '.png'
const NAMES = '.names.json'
const asNames = (file: string): string => file.slice(0, -PICTURE.length) + NAMES

const PATH =
  /^datasets\/(.+)\/(train|holdOut)\/(?:spread-(\d{1,2})|(?:class-(\d{1,4})\/)?(\d{1,9})-(\d{1,3}))\.png$/

/**
 * Chooses images from throughout a part, one from each of `most` equal sections. If the part is
 * sorted by class, every class that fills at least one and a half sections is among them. The
 * position in the section varies; otherwise images whose classes repeat in turn could all be of one
 * class.
 *
 * @param count images of the part
 * @returns indices, always the same ones, ordered so that the first few are spread over the part
 *   too, since a narrow row shows only those; all indices if there are at most `most`
 */
export function spreadOver(count: number, most: number): number[] {
  const sections = Math.min(count, most)
  const stride = strideOver(sections)
  return Array.from({ length: sections }, (_, i) => {
    const section = (i * stride) % sections
    const start = Math.floor((section * count) / sections)
    const end = Math.floor(((section + 1) * count) / sections)
    const within = 0.25 + 0.5 * ((section * GOLDEN) % 1)
    return start + Math.floor((end - start) * within)
  })
}

/** The first multiples of the golden ratio, modulo 1, are evenly spread, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Returns a number whose multiples reach every section, and are spread like the golden ratio's. */
function strideOver(sections: number): number {
  for (let stride = Math.round(sections * GOLDEN); stride > 1; stride--) {
    if (divisor(stride, sections) === 1) return stride
  }
  return 1
}

/** The greatest common divisor. */
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
