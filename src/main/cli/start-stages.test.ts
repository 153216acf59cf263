import { expect, it } from 'vitest'
import { startStages } from '../../contract/run'
import { sayStage } from './start-stages'

function printed(isTerminal: boolean): string[] {
  const lines: string[] = []
  const output = {
    json: false,
    say: (text: string) => void lines.push(text),
    result: () => undefined,
    fail: () => undefined,
  }
  for (const stage of startStages) sayStage(output, stage, isTerminal)
  return lines
}

it('prints every stage but measuring to a terminal, and only compiling to a log file', () => {
  expect(printed(true)).toEqual([
    'Loading the engine…',
    'Reading the data…',
    'Compiling the training step…',
    'Running the first step…',
  ])
  expect(printed(false)).toEqual(['Compiling the training step…'])
})
