import { afterEach, describe, expect, it, vi } from 'vitest'
import { problemError } from '../../contract/errors'
import { explain } from '../../contract/notices'
import type * as cpu from './cpu'
import { openEngine } from './open'
import '../../contract/chinese-notices'

const failing = vi.hoisted(() => ({ tensorflow: true, wasm: true, cpu: false }))

vi.mock('./tensorflow/open', () => ({
  openTensorflow: () =>
    Promise.reject(problemError('engine', 'engineNotInstalled', { name: 'tfjs-node-gpu' })),
}))
vi.mock('./wasm/open', () => ({ openWasm: () => Promise.reject(new Error('out of luck')) }))
vi.mock('./cpu', async (original) => {
  const { openCpu } = await original<typeof cpu>()
  const refuse = () => Promise.reject(problemError('engine', 'engineDidNotStart', { name: 'cpu' }))
  return { openCpu: () => (failing.cpu ? refuse() : openCpu()) }
})
afterEach(() => (failing.cpu = false))

describe('if the faster engines do not start', () => {
  it('auto uses the next one and says why, in every language', async () => {
    const { engine, notes } = await openEngine('auto', 0)
    expect(engine.name).toBe('cpu')
    expect(notes.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^the tensorflow engine is not used: the package .* is not installed\. Run "/,
      ),
      'the wasm engine is not used: the wasm engine does not start: out of luck',
    ])
    expect(notes.map((note) => explain(note, 'zh-CN').message)).toEqual([
      expect.stringMatching(/^未使用计算引擎 tensorflow：未安装软件包 tfjs-node-gpu。请运行：/),
      '未使用计算引擎 wasm：计算引擎 wasm 无法启动：out of luck',
    ])
  })

  it('and neither does the last, the error lists all of them', async () => {
    failing.cpu = true
    const error: unknown = await openEngine('auto', 0).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'engine', problem: { code: 'noEngineStarts' } })
    const { message } = explain(error as Error, 'zh-CN')
    expect(message).toMatch(/^本机没有能启动的计算引擎：.*；.*；未使用计算引擎 cpu：/)
  })
})
