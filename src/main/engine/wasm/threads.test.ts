import { tensor, tidy, zeros } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { adam } from '../ops/adam'
import { conv2d, conv2dTranspose } from '../ops/conv'
import { dense } from '../ops/dense'
import { openEngine } from '../open'
import { registerKernels } from '../register-kernels'
import type { EngineInfo } from '../../../contract/engines'
import { allocate, KernelContext } from './context'
import { openBackend } from './backend'
import { wasmKernels } from './layer-kernels'
import { compileKernels } from './library'
import type { KernelModule } from './library'
import { MAILBOX_BYTES, startThread } from './threads'

const numbers = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, k) => Math.sin(phase + 0.731 * k + 0.0137 * k * k))

describe('the wasm engine with several threads', () => {
  let info: EngineInfo
  let compiled: KernelModule
  const contexts = new Map<number, KernelContext>()

  beforeAll(async () => {
    info = (await openEngine('wasm', 3)).engine.info
    compiled = compileKernels({ sharedMemory: true })
    for (const threads of [1, 2, 3]) contexts.set(threads, await contextOf(threads))
  })

  async function contextOf(threads: number): Promise<KernelContext> {
    const backend = openBackend()
    const { memory } = backend.wasm.asm
    const helpers = Array.from({ length: threads - 1 }, () => {
      const mailbox = allocate(backend, MAILBOX_BYTES)
      return startThread(compiled, memory, mailbox)
    })
    return new KernelContext(backend, compiled, await Promise.all(helpers))
  }

  /** Runs with this many threads and returns the values of all results. */
  function results(threads: number, run: () => Tensor[]): Float32Array[] {
    registerKernels('wasm', wasmKernels(contexts.get(threads) as KernelContext))
    return tidy(() => run().map((result) => result.dataSync<'float32'>()))
  }

  function expectSame(run: () => Tensor[]): void {
    const alone = results(1, run)
    for (const threads of [2, 3]) expect(results(threads, run)).toEqual(alone)
  }

  it('reports how many there are, and shares its memory with them', () => {
    expect(info.threads).toBe(3)
    expect(openBackend().wasm.asm.memory.buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it('reuses its threads when it is opened again, as many as requested', async () => {
    for (const threads of [2, 1, 3]) {
      expect((await openEngine('wasm', threads)).engine.info.threads).toBe(threads)
    }
  })

  it.each([
    [64, 784, 512],
    [1000, 64, 30],
    [3, 300, 1001],
    [1, 2000, 300],
    [700, 900, 1],
  ])('multiplies %i x %i x %i to the same bytes as one', (n, i, o) => {
    expectSame(() => [
      dense(
        tensor(numbers(n * i, 1), [n, i]),
        tensor(numbers(i * o, 2), [i, o]),
        tensor(numbers(o, 3)),
      ),
    ])
  })

  it.each([1, 3, 13])('convolves %i images to the same bytes as one', (batch) => {
    const filter = () => tensor(numbers(25 * 3 * 9, 2), [5, 5, 3, 9])
    const window = { stride: 2, padding: 2 }
    expectSame(() => [
      conv2d(
        tensor(numbers(batch * 20 * 17 * 3, 1), [batch, 20, 17, 3]),
        filter(),
        undefined,
        window,
      ),
      conv2dTranspose(
        tensor(numbers(batch * 10 * 9 * 9, 1), [batch, 10, 9, 9]),
        filter(),
        undefined,
        { ...window, height: 20, width: 17 },
      ),
    ])
  })

  it.each([0, 1, 5, 9, 100_003])('updates %i parameters to the same bytes as one', (count) => {
    expectSame(() => [
      ...adam(
        {
          parameter: tensor(numbers(count, 1)),
          m: tensor(numbers(count, 2)),
          v: tensor(numbers(count, 3).map(Math.abs)),
          gradient: tensor(numbers(count, 4)),
          stepSize: tensor(2e-4),
          epsilon: tensor(1e-8),
        },
        { beta1: 0.5, beta2: 0.999 },
      ),
    ])
  })

  it('gives the same bytes again and again, also while the memory grows', () => {
    const bytes = (): number => openBackend().wasm.asm.memory.buffer.byteLength
    const run = () => [
      dense(
        tensor(numbers(64 * 256, 1), [64, 256]),
        tensor(numbers(256 * 128, 2), [256, 128]),
        zeros([128]),
      ),
    ]
    // Whole buffers: comparing element by element takes longer than computing.
    const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
      Buffer.from(buffer, byteOffset, byteLength)
    const computed = () => Buffer.concat(results(3, run).map(bytesOf))
    const first = computed()
    const before = bytes()
    const held: Tensor[] = []
    for (let i = 0; i < 300 || bytes() === before; i++) {
      expect(computed().equals(first)).toBe(true)
      held.push(zeros([256, 1024]))
    }
    for (const tensor of held) tensor.dispose()
  })

  it('reports a failed thread', async () => {
    const context = await contextOf(2)
    const out: TensorInfo = zeros([8])
    const beyond = openBackend().wasm.asm.memory.buffer.byteLength
    expect(() =>
      context.share('fillRows', 8, (first, rows) => ({
        x: first === 0 ? context.at(out) : beyond,
        ...{ row: 0, rows, columns: 1 },
      })),
    ).toThrow('a thread of the wasm engine failed')
  })
})
