import { expect, it } from 'vitest'
import { versionedEngine } from './engines'

it('names an engine once, whether or not its version begins with its name', () => {
  const version = 'TensorFlow 2.21.0, tfjs 4.22.0'
  expect(versionedEngine({ name: 'tensorflow', version })).toBe(version)
  expect(versionedEngine({ name: 'wasm', version: 'tfjs 4.22.0' })).toBe('wasm tfjs 4.22.0')
})
