import { describe, expect, it } from 'vitest'
import type { EngineChoice } from '../../../contract/engines'
import { unavailableOption } from './unavailable-option'

const automatic = { name: 'wasm', available: true } as const
const machine = { bfloat16: true, automatic: undefined }

describe('bfloat16', () => {
  it.each<[EngineChoice, boolean, object, string | undefined]>([
    ['tensorflow', true, {}, undefined],
    ['auto', true, {}, undefined],
    ['auto', true, { automatic: { ...automatic, name: 'tensorflow' } }, undefined],
    ['auto', true, { automatic }, 'bfloat16EngineMissing'],
    ['cpu', true, { automatic }, 'bfloat16EngineMissing'],
    ['wasm', true, { automatic: { ...automatic, name: 'tensorflow' } }, 'bfloat16Engine'],
    ['cpu', true, {}, 'bfloat16Engine'],
    ['tensorflow', false, {}, 'bfloat16NotCompiled'],
    ['tensorflow', true, { bfloat16: false }, 'bfloat16Hardware'],
  ])('on %s, compiled: %s, with %j', (engine, compile, changes, code) => {
    const found = unavailableOption('precision', { engine, compile }, { ...machine, ...changes })
    expect(found?.why.problem?.code).toBe(code)
    expect(found?.value).toBe(code && 'bfloat16')
  })
})

it('other hyperparameters have all their options', () => {
  const settings = { engine: 'cpu', compile: false } as const
  const nothing = { ...machine, bfloat16: false }
  expect(unavailableOption('optimiser', settings, nothing)).toBeUndefined()
})
