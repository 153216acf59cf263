import fs from 'node:fs'
import path from 'node:path'
import { takenClasses } from '../../../contract/architectures/labels'
import { networksOf } from '../../../contract/architectures/networks-of'
import { parseNetworkSpec } from '../../../contract/architectures/spec'
import type { NetworkSpec } from '../../../contract/architectures/spec'
import { stateOf } from '../../../contract/architectures/state'
import { fromReport, problemError, StudioError, toReport } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { WeightsChoice } from '../../../contract/generated'
import type { Notice } from '../../../contract/notices'
import type { CheckpointManifest } from '../../../contract/run'
import type { StateDict } from '../../../contract/tensors'
import type { GeneratorJob } from '../../../contract/generator-job'
import type { GeneratorShape } from '../../../contract/trainer'
import { openEngine } from '../../engine/open'
import type { Opened } from '../../engine/open'
import { buildNetwork } from '../../gan/architectures/build-network'
import { recogniseGenerator } from '../../gan/architectures/recognise'
import { refuseMisfit } from '../../gan/layers/network'
import type { Network } from '../../gan/layers/network'
import { RandomStream } from '../../gan/random/random'
import { readVerifiedManifest } from '../../storage/checkpoints/checkpoint-reading'
import { readGeneratorSource } from '../../storage/checkpoints/generator-source'
import type { GeneratorSource } from '../../storage/checkpoints/generator-source'
import { manifestName } from '../../storage/checkpoints/manifest'

/** A generator ready to make images. */
export interface LoadedGenerator {
  network: Network
  /** The weights as read, keyed by the network's own names. */
  state: StateDict
  spec: NetworkSpec
  shape: GeneratorShape
  where: string
  manifest: CheckpointManifest | undefined
  /** Undefined for a bare file. */
  weights: WeightsChoice | undefined
  warnings: Notice[]
  opened: Opened
}

/** Keeps the engine open and the last generator loaded to make the next images faster. */
export class GeneratorLoader {
  private engine: { key: string; opened: Opened } | undefined
  private last: { key: string; loaded: LoadedGenerator } | undefined

  /**
   * @param check called with the images' shape before an engine is opened; may throw to reject it
   * @throws StudioError `checkpoint` if the source has no valid generator, `engine` if none is
   *   available, `storage` if the disk fails
   */
  async load(
    job: GeneratorJob,
    check: (shape: GeneratorShape) => void = () => undefined,
  ): Promise<LoadedGenerator> {
    const identity = await identityOf(path.resolve(job.source))
    const key = `${engineKey(job)} ${job.weights ?? 'default'} ${identity}`
    if (identity !== undefined && this.last?.key === key) {
      check(this.last.loaded.shape)
      return this.last.loaded
    }
    this.forget()
    const source = await readGeneratorSource(job.source, job.weights)
    const { manifest, weights, where, warnings } = source
    const { spec, state } = specOf(source)
    const shape = shapeOf(spec, where)
    check(shape)
    refuseOtherWeights(spec, state, where)
    const opened = await this.openEngine(job)
    const network = buildNetwork(spec, RandomStream.seeded(0))
    try {
      network.loadStateDict(state, where)
    } catch (error) {
      network.dispose()
      throw error
    }
    const loaded = { network, state, spec, shape, where, manifest, weights, warnings, opened }
    this.last = { key, loaded }
    return loaded
  }

  private forget(): void {
    this.last?.loaded.network.dispose()
    this.last = undefined
  }

  private async openEngine(job: GeneratorJob): Promise<Opened> {
    const key = engineKey(job)
    if (this.engine?.key !== key) {
      this.engine = { key, opened: await openEngine(job.engine, job.threads, job.setup) }
    }
    return this.engine.opened
  }
}

type Known = Pick<LoadedGenerator, 'spec' | 'state'>

/**
 * The specification of the generator that the weights belong to: from the checkpoint's manifest, or
 * from its architecture's name in the first checkpoints. For a bare file it is recognised from the
 * tensors, whose names may have a prefix.
 *
 * @throws StudioError `checkpoint`
 */
function specOf({ generator: state, manifest, where }: GeneratorSource): Known {
  if (manifest === undefined) return recogniseGenerator(state, where)
  const { networks, hyperparameters } = manifest
  const spec =
    networks === undefined
      ? networksOf(hyperparameters, 'checkpoint', where).generator
      : parseNetworkSpec(networks.generator, 'checkpoint', where)
  refuseOtherSizes(spec, hyperparameters, where)
  return { spec, state }
}

/** @throws StudioError `checkpoint` if a manifest's hyperparameters are not those of its network */
function refuseOtherSizes(
  spec: NetworkSpec,
  { latentDim, imageSize, channels }: CheckpointManifest['hyperparameters'],
  where: string,
): void {
  const found = shapeOf(spec, where)
  const pairs = [
    { name: 'latentDim', found: found.latentDim, expected: latentDim },
    { name: 'imageSize', found: found.size, expected: imageSize },
    { name: 'channels', found: found.channels, expected: channels },
  ]
  const differing = pairs.find((pair) => pair.found !== pair.expected)
  if (differing === undefined) return
  const why = notice('manifestDisagrees', differing)
  throw problemError(
    'checkpoint',
    'badCheckpoint',
    { why },
    { where: path.join(where, manifestName) },
  )
}

/** @throws StudioError `checkpoint` if it does not turn latents into images */
function shapeOf(spec: NetworkSpec, where: string): GeneratorShape {
  const { input, output } = spec
  if (input.type !== 'latent' || output.type !== 'image') {
    throw problemError('checkpoint', 'notAGeneratorSpec', {}, { where })
  }
  const sizes = { latentDim: input.size, size: output.size, channels: output.channels }
  const classes = takenClasses(spec)
  return { ...sizes, ...(classes === undefined ? {} : { classes }) }
}

/**
 * Rejects a specification that is invalid or does not match the weights, before a network is built:
 * it might need far more memory than available.
 *
 * @throws StudioError `checkpoint`
 */
function refuseOtherWeights(spec: NetworkSpec, state: StateDict, where: string): void {
  refuseMisfit(stateIn(spec, where), state, where)
}

function stateIn(spec: NetworkSpec, where: string): ReturnType<typeof stateOf> {
  try {
    return stateOf(spec)
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    throw fromReport({ ...toReport(error), code: 'checkpoint', where })
  }
}

const engineKey = ({ engine, threads }: GeneratorJob): string => `${engine}/${threads}`

/**
 * Identifies a source's content without reading its weights; undefined for a run, whose newest
 * checkpoint changes.
 */
async function identityOf(source: string): Promise<string | undefined> {
  const stat = await fs.promises.stat(source).catch(() => undefined)
  if (stat?.isFile()) return `${source} ${stat.size} ${stat.mtimeMs}`
  const isCheckpoint = fs.existsSync(path.join(source, manifestName))
  return isCheckpoint ? `${source} ${(await readVerifiedManifest(source)).digest}` : undefined
}
