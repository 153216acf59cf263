import { matMul, tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { EngineInfo } from '../../../contract/engines'
import type { MatrixProduct } from '../../metrics/training-images/screened-neighbours'

/** The matrix product of the open engine; undefined if plain JavaScript is as fast. */
export const productOf = ({ name }: Pick<EngineInfo, 'name'>): MatrixProduct | undefined =>
  name === 'cpu' ? undefined : product

const product: MatrixProduct = (a, b, dim) => {
  const result = tidy(() =>
    matMul(tensor2d(a, [a.length / dim, dim]), tensor2d(b, [dim, b.length / dim])),
  )
  try {
    return result.dataSync<'float32'>()
  } finally {
    result.dispose()
  }
}
