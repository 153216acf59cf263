/*
 * All ops, one line per file, by the names that engines' kernels (engine/register-kernels.ts) and
 * test inputs (engine/ops/cases.ts) use.
 */

export { adamOp as adam } from './adam'
export { batchNormGradientOp as batchNormGradient, batchNormOp as batchNorm } from './batch-norm'
export { biasGradientOp as biasGradient } from './bias-gradient'
export {
  conv2dFilterGradientOp as conv2dFilterGradient,
  conv2dOp as conv2d,
  conv2dTransposeOp as conv2dTranspose,
} from './conv'
export {
  denseInputGradientOp as denseInputGradient,
  denseOp as dense,
  denseWeightGradientOp as denseWeightGradient,
} from './dense'
export { embeddingGradientOp as embeddingGradient, embeddingOp as embedding } from './embedding'
export { leakyReluGradientOp as leakyReluGradient, leakyReluOp as leakyRelu } from './leaky-relu'
export { averagePoolOp as averagePool, blurOp as blur, upsampleOp as upsample } from './resample'
export { powerIterationOp as powerIteration, spectralNormOp as spectralNorm } from './spectral-norm'
