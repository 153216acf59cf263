import { afterEach, expect, it, vi } from 'vitest'
import { notice } from '../../../contract/notices'
import type { OpenEngine } from '../../engine/engine'
import { bfloat16Note } from './bfloat16'

afterEach(() => void vi.unstubAllEnvs())

it('a run whose step cannot be compiled is refused with the reason', () => {
  const why = notice('compiledStepNotUsed', { why: notice('wasmThreadHangs', {}) })
  expect(() => bfloat16Note({} as never, why)).toThrow('the wasm engine does not respond')
})

it.each([
  ['always', 'bfloat16Forced', 'GAN_STUDIO_BFLOAT16'],
  [undefined, 'bfloat16Used', 'faster for them on this machine'],
])('with GAN_STUDIO_BFLOAT16=%s, the note says how the choice was made', (value, code, says) => {
  vi.stubEnv('GAN_STUDIO_BFLOAT16', value)
  const bfloat16 = { choices: () => ({ a: true, b: true }), restore: () => undefined }
  const { message, problem } = bfloat16Note({ bfloat16 } as unknown as OpenEngine, undefined)
  expect(problem).toMatchObject({ code, given: { cast: 2, of: 2 } })
  expect(message).toContain(says)
})
