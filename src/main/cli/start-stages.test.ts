import { expect, it } from 'vitest'
import { startStages } from '../../contract/run'
import { sayStage } from './start-stages'

function said(isTerminal: boolean): string[] {
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

it('tells a terminal of each stage but the one told elsewhere, and a log file only of the longest', () => {
  expect(said(true)).toEqual([
    'Loading the engine…',
    'Reading the data…',
    'Compiling the training step…',
    'Running the first step…',
  ])
  expect(said(false)).toEqual(['Compiling the training step…'])
})
