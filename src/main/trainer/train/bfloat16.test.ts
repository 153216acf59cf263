import { expect, it } from 'vitest'
import { notice } from '../../../contract/notices'
import { bfloat16Note } from './bfloat16'

it('a run whose step cannot be compiled is refused with the reason', () => {
  const why = notice('compiledStepNotUsed', { why: notice('wasmThreadHangs', {}) })
  expect(() => bfloat16Note({} as never, why)).toThrow('the wasm engine does not respond')
})
