import { networksOfRun } from '../../../../contract/architectures/networks-of'
import { inputOf, valueCount, shapesOfBoth } from '../../../../contract/architectures/shapes'
import type { SizedLayer } from '../../../../contract/architectures/shapes'
import type { NetworkSpec, NetworkSpecs } from '../../../../contract/architectures/spec'
import { stateOf } from '../../../../contract/architectures/state'
import type { EngineName } from '../../../../contract/engines'
import type { Hyperparameters } from '../../../../contract/hyperparameters'
import { optimisers } from '../../../../contract/recipe/optimisers/optimisers'
import { READ_AHEAD_BYTES } from '../../../storage/datasets/memory-budget'

/*
 * The peak memory of a training process, in bytes. The coefficients were fitted to peaks measured
 * on Linux (DECISIONS.md has the measurements and the error).
 */

const FLOAT = 4

/** How an engine's memory depends on what it trains. */
interface Coefficients {
  /** The process before training: Node, the engine's library and its threads. */
  base: number
  /**
   * Copies of the state (see {@link stateBytes}): the one being trained, the snapshot, the
   * checkpoint being written, and the gradients and temporary values of an update. The compiled
   * step has its own variables.
   */
  states: number
  /** Per byte of a step's activations (see {@link activationBytes}). */
  activations: number
}

const MB = 1e6
const coefficients: Record<EngineName | 'plainTensorflow', Coefficients> = {
  tensorflow: { base: 475 * MB, states: 6.6, activations: 1.1 },
  plainTensorflow: { base: 475 * MB, states: 4.9, activations: 1.1 },
  wasm: { base: 170 * MB, states: 3.9, activations: 0.9 },
  cpu: { base: 160 * MB, states: 3.2, activations: 1.7 },
}
/** Copies of the state in WebAssembly's own memory, which excludes the checkpoint being written. */
const WASM_STATES = 2.8

/** Images read ahead of training, and the thread that reads them. */
const READ_AHEAD = READ_AHEAD_BYTES + 20 * MB

/** WebAssembly's memory has 32-bit addresses. */
export const WASM_CEILING = 2 ** 32

/** The settings that the need for memory and disk depends on. */
export interface NeedSettings {
  /** Valid: the sizes have no conflict with the architecture. */
  hyperparameters: Hyperparameters
  /** A user's own networks, if the run has them. */
  networks?: NetworkSpecs | undefined
  images: ImagesOnDisk
  engine: EngineName
  compile: boolean
  /** The step from which an existing run resumes with its settings; absent for a new run. */
  resumesFrom?: number | undefined
}

/** The settings that determine the networks and their training state. */
export type ModelSettings = Pick<NeedSettings, 'hyperparameters' | 'networks'>

/** Facts about the images from their file's header or their data set's document. */
export interface ImagesOnDisk {
  count: number
  width: number
  height: number
  channels: number
  /** Images that need more bytes are read from disk as needed; absent if all must be in memory. */
  memoryBudget?: number
}

/** Bytes of the images in memory, converted; undefined if they are read from disk as needed. */
export function imagesInMemory(h: Hyperparameters, images: ImagesOnDisk): number | undefined {
  const bytes = images.count * h.channels * h.imageSize ** 2
  return bytes > (images.memoryBudget ?? Infinity) ? undefined : bytes
}

/**
 * @returns whole bytes. `total`: the peak of the whole process; `heap`: the part in WebAssembly's own memory, if
 *   it is used
 */
export function trainingMemory(settings: NeedSettings): { total: number; heap: number } {
  const { hyperparameters: h, images, engine, compile } = settings
  const kind = engine === 'tensorflow' && !compile ? 'plainTensorflow' : engine
  const { base, states, activations } = coefficients[kind]
  const step = activations * activationBytes(settings)
  const data = datasetBytes(h, images)
  const state = stateBytes(settings)
  const training = data.loaded + states * state + step
  return {
    total: Math.ceil(base + Math.max(data.loading, training)),
    heap: Math.ceil(WASM_STATES * state + step),
  }
}

/**
 * Bytes of the weights, running statistics, the optimiser's moments per trained weight, and the
 * moving average of the generator.
 */
export function stateBytes(settings: ModelSettings): number {
  const { hyperparameters: h } = settings
  const { generator, discriminator } = networksOfRun(settings)
  const { moments } = optimisers[h.optimiser]
  const bytesOf = (spec: NetworkSpec, perTrained: number): number =>
    stateOf(spec).reduce((sum, { shape, trained }) => {
      const numbers = shape.reduce((product, axis) => product * axis, 1)
      return sum + FLOAT * numbers * (trained ? perTrained : 1)
    }, 0)
  const average = h.averaging === 'ema' ? bytesOf(generator, 1) : 0
  return bytesOf(generator, 1 + moments) + bytesOf(discriminator, 1 + moments) + average
}

/**
 * Bytes that a step keeps until its update: every layer's outputs and their gradients. The
 * discriminator's update uses real and generated images and does not propagate into the generator.
 */
function activationBytes(settings: ModelSettings): number {
  const specs = networksOfRun(settings)
  const layers = shapesOfBoth(specs)
  const g = valueCount(inputOf(specs.generator)) + outputsOf(layers.generator)
  const d = valueCount(inputOf(specs.discriminator)) + outputsOf(layers.discriminator)
  return FLOAT * settings.hyperparameters.batchSize * Math.max(g + 4 * d, 2 * (g + d))
}

const outputsOf = (layers: readonly SizedLayer[]): number =>
  layers.reduce((sum, layer) => {
    const inside = layer.type === 'residual' ? outputsOf([...layer.main, ...layer.shortcut]) : 0
    return sum + inside + valueCount(layer.output)
  }, 0)

/**
 * Bytes of the images at the peak of loading (original, resized and converted copies) and once
 * loaded.
 */
function datasetBytes(h: Hyperparameters, images: ImagesOnDisk) {
  const { count, width, height, channels } = images
  // Two orders of all images, and the labels.
  const perImage = count * (2 * 4 + 2)
  if (imagesInMemory(h, images) === undefined) {
    const bytes = READ_AHEAD + perImage
    return { loading: bytes, loaded: bytes }
  }
  const kept = channels === 3 && h.channels === 3 ? 3 : 1
  const raw = count * width * height * channels
  const resized = count * h.imageSize ** 2 * kept
  const loaded = count * h.imageSize ** 2 * h.channels
  const same = width === h.imageSize && height === h.imageSize
  const copies = [raw, ...(kept === channels ? [] : [count * width * height * kept])]
  if (!same) copies.push(resized)
  if (h.channels === 3) copies.push(loaded)
  return { loading: copies.reduce((sum, bytes) => sum + bytes, 0), loaded }
}
