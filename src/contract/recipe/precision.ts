import type { EngineName } from '../engines'
import { choice } from './entries'

export const precisions = ['float32', 'bfloat16'] as const
export type Precision = (typeof precisions)[number]

/** The precision of matrix products and convolutions. */
export const precision = {
  precision: choice({
    label: { en: 'Precision', zh: '计算精度' },
    meaning: {
      en: 'bfloat16 computes the large products and convolutions with 8 instead of 24 significant bits, where this machine is faster with it. Weights and optimiser keep float32. Only on TensorFlow, with a processor or GPU that has bfloat16 arithmetic.',
      zh: 'bfloat16：用 8 位而非 24 位有效数字计算大的矩阵乘积与卷积，仅限本机因此更快之处。权重与优化器仍为 float32。只适用于 TensorFlow，且处理器或 GPU 须支持 bfloat16 运算。',
    },
    group: 'optimisation',
    default: 'float32',
    absent: 'float32',
    options: {
      float32: { label: { en: 'float32', zh: 'float32（单精度）' } },
      bfloat16: { label: { en: 'bfloat16', zh: 'bfloat16（16 位）' } },
    },
    changesStepCost: true,
  }),
}

/** The settings of a run, and what its machine has. */
interface Conditions {
  /** The engine; undefined if not known yet. */
  engine: EngineName | undefined
  /** False if the tensorflow engine is known not to work on this machine. */
  tensorflow: boolean
  compile: boolean
  /** Whether the processor or the GPU has bfloat16 arithmetic. */
  bfloat16: boolean
}

type Bfloat16Obstacle =
  'bfloat16Engine' | 'bfloat16EngineMissing' | 'bfloat16Hardware' | 'bfloat16NotCompiled'

/** Returns the problem that keeps a run from using bfloat16, if there is one. */
export function bfloat16Obstacle({
  engine,
  tensorflow,
  compile,
  bfloat16,
}: Conditions): Bfloat16Obstacle | undefined {
  if (engine !== undefined && engine !== 'tensorflow') {
    return tensorflow ? 'bfloat16Engine' : 'bfloat16EngineMissing'
  }
  if (!bfloat16) return 'bfloat16Hardware'
  return compile ? undefined : 'bfloat16NotCompiled'
}
