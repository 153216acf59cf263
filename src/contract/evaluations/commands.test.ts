import { expect, it } from 'vitest'
import { neighbourCommands } from '../neighbours/commands'
import { evaluationCommands } from './commands'

it('requests to measure and to find neighbours are strict', () => {
  const of = { id: 'run', step: 5 }
  for (const { request } of [
    evaluationCommands['evaluations.measure'],
    neighbourCommands['neighbours.find'],
  ]) {
    expect(request.safeParse(of).success).toBe(true)
    for (const extra of [{ foo: 1 }, { pass: 'cheap' }, { store: '/run' }]) {
      expect(request.safeParse({ ...of, ...extra }).success).toBe(false)
    }
  }
})
