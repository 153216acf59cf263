import { NEIGHBOURS_SCHEMA_VERSION } from '../../../../contract/neighbours/neighbours'
import type { Neighbours } from '../../../../contract/neighbours/neighbours'
import type { FindJob, FindReply } from '../../../../contract/neighbours/finding'
import { problemError } from '../../../../contract/errors'
import type { FeatureMatrix } from '../../../metrics/features/feature-matrix'
import { sliceOf } from '../../../metrics/features/feature-matrix'
import { rawPixels } from '../../../metrics/nets/weak/raw-pixels'
import { encodePng } from '../../../image/png'
import { writeNeighbours } from '../../../storage/neighbours/neighbours'
import { labelsFrom } from '../../generate/labels'
import type { LoadedGenerator } from '../../generate/load'
import { featuresOf } from '../feature-set'
import type { FeatureSpace, ImageSource } from '../feature-set'
import { generatedImages } from '../generated-images'
import { weightsOf } from '../identity'
import { chosenImages, imagesAt } from '../real-images'
import type { Reference, ReferenceParts } from '../reference'
import { Queries } from './queries'
import { sheetOf } from './sheet'

/** Training images read or searched at a time; progress is reported in between. */
const PORTION = 1024

/** A search in progress. */
export interface Finding extends ReferenceParts {
  job: FindJob
  /** When the request arrived, in milliseconds. */
  started: number
  loaded: LoadedGenerator
}

/** Finds neighbours by the features of a reference's net. */
export async function findInFeatures(finding: Finding, reference: Reference): Promise<FindReply> {
  const { id, title, sha256, weak } = reference.net.identity
  const training = portionsOf(await reference.trainingFeatures(finding))
  const net = { id, title, sha256, weak }
  return find(finding, { space: reference.net, net, training, warnings: reference.warnings })
}

/** Finds neighbours by their pixels. */
export async function findInPixels(finding: Finding): Promise<FindReply> {
  const pixels = rawPixels(finding.shape)
  const part = await finding.images.part('training')
  const source = imagesAt(part, chosenImages(part.count, 0, part.count))
  const run = (images: Uint8Array) => Promise.resolve(pixels.run(images))
  const space = { identity: { dim: pixels.dim }, run }
  return find(finding, { space, net: null, training: inPixels(source, pixels.run), warnings: [] })
}

interface Space {
  space: FeatureSpace
  net: Neighbours['net']
  /** The features of all training images, in order. */
  training: Iterable<FeatureMatrix>
  warnings: FindReply['warnings']
}

async function find(
  finding: Finding,
  { space, net, training, warnings }: Space,
): Promise<FindReply> {
  const { job, loaded, images, engine, shape, started, onImages } = finding
  const part = await images.part('training')
  if (part.count < 2)
    throw problemError('data', 'tooFewToMeasure', { images: part.count, needed: 2 })
  const labels = labelsFrom(0, job.samples, {}, shape)
  const { seed, samples: count } = job
  const kept = keeping(generatedImages(loaded, { seed, count, labels }))
  const generated = await featuresOf(space, kept.source, (done) =>
    onImages('generated', done, count),
  )
  const queries = await Queries.of(finding, space, generated.features)
  const search = queries.search(job.neighbours, engine)
  let done = 0
  onImages('neighbours', done, part.count)
  for (const chunk of training) {
    search.add(chunk)
    done += chunk.count
    onImages('neighbours', done, part.count)
    await new Promise(setImmediate)
  }
  const { samples, ...typical } = queries.results(search.nearest, {
    ...{ neighbours: job.neighbours, labels, part },
  })
  const { checkpoint, step, weights } = await weightsOf(loaded)
  if (checkpoint === null || step === null) throw new Error('the weights are of no checkpoint')
  const { name, fingerprint } = part.identity
  const found: Neighbours = {
    ...{ schemaVersion: NEIGHBOURS_SCHEMA_VERSION, step, checkpoint, weights },
    ...{ space: job.space, net, dataset: { name, fingerprint } },
    engine: { name: engine.name, version: engine.version },
    ...{ seed, trainingCount: part.count, size: shape.size, samples, ...typical },
    measuredAt: new Date().toISOString(),
    seconds: (performance.now() - started) / 1000,
  }
  const png = await encodePng(sheetOf(kept.images, samples, { part, shape }))
  const stored = await writeNeighbours(job.store, found, png)
  return {
    found: { ...found, name: stored },
    warnings: [...loaded.warnings, ...loaded.opened.notes, ...warnings],
  }
}

/** Passes images on, and keeps a copy of them. */
function keeping(source: ImageSource): { source: ImageSource; images: Uint8Array[] } {
  const images: Uint8Array[] = []
  const { count, length } = source
  return {
    images,
    source: {
      ...{ count, length },
      *portions() {
        for (const bytes of source.portions()) {
          for (let at = 0; at < bytes.length; at += length)
            images.push(bytes.slice(at, at + length))
          yield bytes
        }
      },
    },
  }
}

function* portionsOf(chunks: Iterable<FeatureMatrix>): Generator<FeatureMatrix> {
  for (const chunk of chunks) {
    for (let start = 0; start < chunk.count; start += PORTION) yield sliceOf(chunk, start, PORTION)
  }
}

function* inPixels(
  source: ImageSource,
  run: ReturnType<typeof rawPixels>['run'],
): Generator<FeatureMatrix> {
  for (const bytes of source.portions()) yield run(bytes).features
}
