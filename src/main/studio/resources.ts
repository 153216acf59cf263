import { join, resolve } from 'node:path'
import { parseNamesPath, parseSheetPath } from '../../contract/datasets/sheet'
import { generatedStem } from '../../contract/file-names'
import { readNeighboursPng } from '../storage/neighbours/neighbours'
import { runsDirectory } from '../storage/runs/paths'
import { readSample } from '../storage/runs/samples'
import type { SourceChild } from './datasets/source-child'
import type { StoredDatasets } from './datasets/stored-datasets'
import type { Thumbnails } from './datasets/thumbnails'
import { zipIdx, zipImages } from './generation/generated-archives'
import { imageOf, sheetOf } from './generation/generated-images'
import type { GeneratedImages, GeneratedSet } from './generation/generated-images'
import { encodePng } from '../image/png'

/** An image or archive served to a page. */
export interface Resource {
  /** Media type. */
  type: string
  body: Uint8Array
  /** Present if it is to be saved rather than shown. */
  fileName?: string
}

const samplePath = /^runs\/([\w-]{1,64})\/samples\/(\d{1,15})\.png$/
const neighboursPath = /^runs\/([\w-]{1,64})\/neighbours\/([\w-]{1,64})\.png$/
const generatedPath =
  /^generated\/([\w-]{1,64})\/(?:(sheet\.png|images\.zip|idx\.zip)|image\/(\d{1,6})\.png)$/

const previewPath = /^previews\/([\w-]{1,64})\.png$/
const labelsPath = /^datasets\/(.+)\/(train|holdOut)\/labels\.bin$/

interface ResourceParts {
  root: string
  images: GeneratedImages
  sources: SourceChild
  stored: StoredDatasets
  thumbnails: Thumbnails
}

/**
 * Finds images and archives by the paths that the contract defines.
 *
 * @returns undefined for an unknown path or a resource that no longer exists
 * @throws StudioError `storage`
 */
export async function findResource(
  path: string,
  { root, images, sources, stored, thumbnails }: ResourceParts,
): Promise<Resource | undefined> {
  const [, run, step] = samplePath.exec(path) ?? []
  if (run !== undefined && step !== undefined) {
    const dir = join(runsDirectory(resolve(root)), run)
    const body = await readSample(dir, Number(step))
    return body === undefined ? undefined : { type: 'image/png', body }
  }
  const [, neighboursRun, neighbours] = neighboursPath.exec(path) ?? []
  if (neighboursRun !== undefined && neighbours !== undefined) {
    return png(
      await readNeighboursPng(join(runsDirectory(resolve(root)), neighboursRun), neighbours),
    )
  }
  const [, preview] = previewPath.exec(path) ?? []
  if (preview !== undefined) return png(sources.sheet(preview))
  const find = (name: string) => stored.find(name)
  const sheet = parseSheetPath(path)
  if (sheet !== undefined) return png(await thumbnails.sheet(sheet, find))
  const named = parseNamesPath(path)
  if (named !== undefined) {
    const body = await thumbnails.names(named, find)
    return body === undefined ? undefined : { type: 'application/json', body }
  }
  const [, labelled, labelledPart] = labelsPath.exec(path) ?? []
  if (labelled !== undefined) {
    const part = labelledPart === 'train' ? 'train' : 'holdOut'
    const body = await thumbnails.labels(labelled, part, (name) => stored.find(name))
    return body === undefined ? undefined : { type: 'application/octet-stream', body }
  }
  const [, id, whole, number] = generatedPath.exec(path) ?? []
  const set = id === undefined ? undefined : images.get(id)
  return set === undefined ? undefined : generatedResource(set, whole, number)
}

const png = (body: Uint8Array | undefined): Resource | undefined =>
  body === undefined ? undefined : { type: 'image/png', body }

async function generatedResource(
  set: GeneratedSet,
  whole: string | undefined,
  number: string | undefined,
): Promise<Resource | undefined> {
  if (whole === 'images.zip') return archive(await zipImages(set), `${stemOf(set)}.zip`)
  if (whole === 'idx.zip') return archive(await zipIdx(set), `${stemOf(set)}-idx.zip`)
  const image = whole === 'sheet.png' ? sheetOf(set) : imageOf(set, Number(number))
  return image === undefined ? undefined : { type: 'image/png', body: await encodePng(image) }
}

const archive = (body: Uint8Array, fileName: string): Resource => ({
  type: 'application/zip',
  body,
  fileName,
})

function stemOf({ origin, job }: GeneratedSet): string {
  const from =
    origin.kind === 'checkpoint'
      ? { run: origin.runName, step: origin.step }
      : { file: origin.name }
  return generatedStem({ ...job, from })
}
