import { add, concat, mul, ones, reshape, rsqrt, sub, sum, zeros } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { batchNorm2d } from '../../engine/ops/batch-norm'
import { embedding } from '../../engine/ops/embedding'
import { axesOf, layoutOf } from './features'
import type { Axes, Features } from './features'
import { initialOf } from './initial'
import type { Initial } from './initial'
import { Dense } from './layers'
import type { Layer } from './layer'
import { newParameter, newVariable, parameterEntry } from './parameters'
import type { Layout } from './parameters'
import { runningStatistics } from './running-statistics'
import { SpectralNormed } from './spectral-norm'
import { affineParameters, freezing, tensorsOf } from './frozen'
import { weightedLayer } from './weighted'
import type { Weighted } from './weighted'
import type { RandomStream } from '../random/random'

/* The layers of class-conditional networks: labels are int32 [N], in [0, classes). */

interface HeadOptions {
  initial: Initial
  spectralNorm?: boolean | undefined
}

/** A row of numbers for each class, like PyTorch's Embedding: labels [N] -> [N, features] */
function Embedding(
  classes: number,
  features: Features,
  random: RandomStream,
  { initial, spectralNorm = false }: HeadOptions,
): Layer {
  const [row, label] = [axesOf(features), axesOf(classes)]
  const fan = { inputs: row.count, outputs: classes }
  const rows = initial.weight(random, classes * row.count, fan)
  const lookUp: Weighted = (labels, table) => embedding(table, labels)
  const weight = newParameter('weight', rows, [classes, row.count], tableLayout(label, row))
  if (spectralNorm) {
    return SpectralNormed([weight], lookUp, random, { v: layoutOf(row), outputs: 'first' })
  }
  const layer = weightedLayer(lookUp)
  const parameters = [weight]
  return { ...layer(parameters), ...freezing(layer, tensorsOf(parameters), 0) }
}

/** The layout of a table with a row per class, in the engines and in PyTorch. */
const tableLayout = (label: Axes, row: Axes): Layout => ({
  axes: [...label.axes, ...row.axes],
  order: [0, ...row.order.map((axis) => axis + 1)],
  shape: [label.count, row.count],
})

/** Labels are absent only if a caller forgot them. */
function given(labels: Tensor | undefined): Tensor {
  if (labels === undefined) throw new Error('a class-conditional network needs labels')
  return labels
}

const within = <T extends { name: string }>(part: string, values: readonly T[]): T[] =>
  values.map((value) => ({ ...value, name: `${part}.${value.name}` }))

type Parts = Readonly<Record<string, Layer>>

/** A layer made of others, whose values are named `<part>.<value>`. */
function composed<P extends Parts>(parts: P, forward: (parts: P) => Layer['forward']): Layer {
  const all = Object.entries(parts)
  return {
    forward: forward(parts),
    parameters: all.flatMap(([name, part]) => within(name, part.parameters)),
    entries: all.flatMap(([name, part]) => within(name, part.entries)),
    frozen: () =>
      composed(
        Object.fromEntries(all.map(([name, part]) => [name, part.frozen?.() ?? part])) as P,
        forward,
      ),
  }
}

/** Appends an embedding of the label: [N,C] -> [N,C+features] */
export function LabelEmbedding(classes: number, features: number, random: RandomStream): Layer {
  const initial = initialOf({ type: 'normal', deviation: 1 })
  return composed(
    { embedding: Embedding(classes, features, random, { initial }) },
    ({ embedding }) =>
      (x, mode, labels) =>
        concat([x, embedding.forward(given(labels), mode)], 1),
  )
}

/**
 * A logit, plus the dot product of the features and the label's embedding (Miyato and Koyama,
 * 2018): [N,C] -> [N,1]
 */
export function ProjectionHead(
  features: Features,
  classes: number,
  random: RandomStream,
  options: HeadOptions,
): Layer {
  const spectralNorm = options.spectralNorm === true
  const linear = Dense(features, 1, random, { ...options, spectralNorm })
  return composed(
    { linear, embedding: Embedding(classes, features, random, options) },
    ({ linear, embedding }) =>
      (x, mode, labels) =>
        add(linear.forward(x, mode), rowProducts(embedding.forward(given(labels), mode), x)),
  )
}

/** The dot product of each pair of rows: [N,C], [N,C] -> [N,1] */
const rowProducts = (a: Tensor, b: Tensor): Tensor => sum(mul(a, b), 1, true)

/** A logit, and one for each class (Odena et al., 2017): [N,C] -> [N,1+classes] */
export function ClassifierHead(
  features: Features,
  classes: number,
  random: RandomStream,
  options: HeadOptions,
): Layer {
  const dense = (outputs: number): Layer =>
    Dense(features, outputs, random, { ...options, spectralNorm: options.spectralNorm === true })
  return composed(
    { linear: dense(1), classifier: dense(classes) },
    ({ linear, classifier }) =>
      (x, mode) =>
        concat([linear.forward(x, mode), classifier.forward(x, mode)], 1),
  )
}

/**
 * Batch norm of images [N,H,W,C] with a scale and an offset for each class (de Vries et al., 2017).
 */
export function ConditionalBatchNorm2d(
  channels: number,
  classes: number,
  { epsilon, momentum }: { epsilon: number; momentum: number },
): Layer {
  const shape = [classes, channels]
  const scale = newVariable(new Float32Array(classes * channels).fill(1), shape)
  const offset = newVariable(new Float32Array(classes * channels), shape)
  const running = runningStatistics(channels, momentum)
  /** The layer's complete effect in eval mode, for each class. */
  const tables = (): { factor: Tensor; shift: Tensor } => {
    const factor = mul(scale, rsqrt(add(running.variance, epsilon)))
    return { factor, shift: sub(offset, mul(running.mean, factor)) }
  }
  const parameters = [
    { name: 'scale.weight', variable: scale },
    { name: 'offset.weight', variable: offset },
  ]
  return {
    batchwise: true,
    frozen: () => ClassAffine(tables()),
    forward(x, mode, labels) {
      if (mode === 'eval') return affineByClass(x, tables(), given(labels))
      const [one, none] = [ones([channels]), zeros([channels])]
      const { output, mean, variance } = batchNorm2d(x as Tensor4D, one, none, epsilon)
      running.add(mean, variance)
      return affineByClass(output, { factor: scale, shift: offset }, given(labels))
    },
    parameters,
    entries: [...within('norm', running.entries), ...parameters.map(parameterEntry)],
  }
}

interface ClassTables {
  /** [classes, channels] each. */
  factor: Tensor
  shift: Tensor
}

/** Scales and shifts each image's channels by its label's rows. */
function affineByClass(x: Tensor, { factor, shift }: ClassTables, labels: Tensor): Tensor {
  const rows = (table: Tensor): Tensor =>
    reshape(embedding(table, labels), [-1, 1, 1, table.shape[1] ?? 0])
  return add(mul(x, rows(factor)), rows(shift))
}

/** A frozen conditional batch norm. */
function ClassAffine(tables: ClassTables): Layer {
  const parameters = affineParameters(tables)
  const [factor, shift] = [parameters[0].variable, parameters[1].variable]
  return {
    forward: (x, _, labels) => affineByClass(x, { factor, shift }, given(labels)),
    frozen: () => ClassAffine({ factor, shift }),
    parameters,
    entries: parameters.map(parameterEntry),
  }
}
