import type { StartStage } from '../../contract/run'
import type { Output } from './output'

const sentences: Record<StartStage, string> = {
  machine: 'Measuring this machine…',
  engine: 'Loading the engine…',
  data: 'Reading the data…',
  compile: 'Compiling the training step…',
  firstStep: 'Running the first step…',
}

/**
 * Prints what a starting run is doing: every stage on a terminal, elsewhere only the one that may
 * take minutes. The caller announces measuring the machine.
 */
export function sayStage(
  output: Output,
  stage: StartStage,
  isTerminal = process.stderr.isTTY === true,
): void {
  if (stage !== 'machine' && (isTerminal || stage === 'compile')) output.say(sentences[stage])
}
