import { expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { explain } from '../../../contract/notices'
import { openCpu } from '../../engine/cpu'
import type { CompileSteps } from '../../engine/engine'
import { createGan } from '../../gan/training/gan'
import { chooseRunner } from './choose-runner'
import '../../../contract/chinese-notices'

const h = { ...presets.reference, imageSize: 4, latentDim: 2, batchSize: 2 }

/** A compiler whose compiled step always returns the same numbers. */
const wrong: CompileSteps = () => ({
  run: () => ({ metrics: new Float32Array(4).fill(7) }),
  pullVariables: () => undefined,
  pushVariables: () => undefined,
  dispose: () => undefined,
})
const broken: CompileSteps = () => {
  throw new Error('no such op')
}

it.each([
  ['that cannot be compiled', broken, '未使用编译的训练步，训练会变慢：no such op'],
  [
    'that gives other losses',
    wrong,
    /^未使用编译的训练步，训练会变慢：执行步骤“train”后，.+ 与逐个运算的结果不同/,
  ],
])(
  'a compiled step %s is not used, and a note says so in any language',
  async (_, compile, said) => {
    const engine = { ...(await openCpu()), compile }
    const gan = createGan(h)
    const { compiled, note } = chooseRunner(gan, engine, h, { images: 4, compile: true })
    expect(compiled).toBe(false)
    expect(note?.message).toMatch(/^the compiled step is not used, so training is slower: /)
    expect(explain(note ?? { message: '' }, 'zh-CN').message).toMatch(said)
  },
)
