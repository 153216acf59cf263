import fs from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { z } from 'zod'
import { problemError } from '../../../contract/errors'
import { measureOptionsSchema, USUAL_COUNT } from '../../../contract/evaluations/measuring'
import type { MeasureJob, MeasureOptions } from '../../../contract/evaluations/measuring'
import type { GeneratorJob } from '../../../contract/generator-job'
import { findOptionsSchema } from '../../../contract/neighbours/finding'
import type { FindJob } from '../../../contract/neighbours/finding'
import { readVerifiedManifest } from '../../storage/checkpoints/checkpoint-reading'
import { manifestName } from '../../storage/checkpoints/manifest'
import { checkpointsDirectory, runFile } from '../../storage/runs/paths'
import { readRun } from '../../storage/runs/runs'

/** A request to measure: the weights and the options. */
export interface MeasureRequest extends MeasureOptions, Omit<GeneratorJob, 'setup'> {
  /** The data set to compare with; by default the one that the weights were trained on. */
  dataset?: string | undefined
  /** Whether the result is stored in the run that the weights belong to. @defaultValue true */
  store?: boolean
  background?: boolean
}

/** The folder of a data folder in which computed features are cached. */
export const featuresDirectory = (root: string): string => join(root, 'features')

/**
 * Completes a request: finds the run that the weights belong to, and the data set.
 *
 * @throws StudioError `usage` for weights of unknown origin without a data set; `checkpoint`
 */
export async function measureJob(
  { store = true, background = false, dataset: named, ...request }: MeasureRequest,
  { root, datasetsDirs }: { root: string; datasetsDirs: readonly string[] },
): Promise<MeasureJob> {
  const { source: given, weights, engine, threads, ...options } = request
  const source = resolve(given)
  const runDir = runOf(source)
  const dataset = named ?? (await datasetOf(source, runDir))
  return {
    ...measureOptionsSchema.parse(options),
    ...{ source, engine, threads, dataset, datasetsDirs: [...datasetsDirs], background },
    ...(weights === undefined ? {} : { weights }),
    asTrained: named === undefined,
    cacheDir: featuresDirectory(root),
    ...(store && runDir !== undefined ? { store: runDir } : {}),
  }
}

/** The checkpoint of a run, and the images to find the neighbours of. */
export type FindRequest = Pick<FindJob, 'source' | 'weights' | 'engine' | 'threads'> &
  z.input<typeof findOptionsSchema>

/**
 * Completes a search for nearest training images.
 *
 * @throws StudioError `checkpoint` if the run cannot be read; `usage` for weights that are not in a
 *   run
 */
export async function findJob(
  { source, weights, engine, threads, ...options }: FindRequest,
  { root, datasetsDirs }: { root: string; datasetsDirs: readonly string[] },
): Promise<FindJob> {
  const store = runOf(source)
  if (store === undefined) throw problemError('usage', 'measureNeedsDataset', {})
  const dataset = await datasetOf(source, store)
  return {
    ...findOptionsSchema.parse(options),
    ...{ source, engine, threads, dataset, datasetsDirs: [...datasetsDirs], store },
    ...(weights === undefined ? {} : { weights }),
    ...{ asTrained: true, realCount: USUAL_COUNT, background: false },
    cacheDir: featuresDirectory(root),
  }
}

/**
 * The run that a run's or checkpoint's folder belongs to; undefined for weights that are not in a
 * run.
 */
function runOf(source: string): string | undefined {
  if (fs.existsSync(runFile(source))) return source
  const run = dirname(dirname(source))
  const isInside = checkpointsDirectory(run) === dirname(source) && fs.existsSync(runFile(run))
  return isInside && fs.existsSync(join(source, manifestName)) ? run : undefined
}

async function datasetOf(source: string, runDir: string | undefined): Promise<string> {
  if (runDir !== undefined) return (await readRun(runDir)).config.dataset
  if (fs.existsSync(join(source, manifestName))) {
    return (await readVerifiedManifest(source)).dataset.name
  }
  throw problemError('usage', 'measureNeedsDataset', {}, { where: basename(source) })
}
