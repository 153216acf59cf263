import { engine, setBackend, tensor, version_core } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { problemError } from '../../contract/errors'
import type { OpenEngine } from './engine'
import { hostKernels } from './host/kernels'
import { registerKernels } from './register-kernels'

/** tfjs's plain JavaScript backend: slow, but always available. */
export async function openCpu(): Promise<OpenEngine> {
  if (!(await setBackend('cpu'))) {
    throw problemError('engine', 'engineDidNotStart', { name: 'cpu' })
  }
  const kernels = hostKernels({
    // This backend returns and keeps typed arrays without copying them.
    view: (info) => (info as Tensor).dataSync<'float32'>(),
    allocate: (shape) =>
      tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), [...shape], 'float32'),
    borrow: (info) => info as Tensor2D,
  })
  registerKernels('cpu', kernels)
  const device = engine().backendName
  return {
    name: 'cpu',
    info: {
      name: 'cpu',
      version: `tfjs ${version_core}`,
      device: `JavaScript (${device})`,
      threads: 1,
    },
  }
}
