import type { ErrorCode } from '../../../contract/errors'
import type { RunState } from '../../../contract/run'
import type { LogEntry } from '../../../contract/summary'

/** What can be wrong with a number that was typed. */
export interface Range {
  min: string
  max: string
}

export const errors = {
  titles: {
    usage: 'That is not possible as asked',
    data: 'Something is wrong with the data set',
    checkpoint: 'The run or weights could not be read',
    engine: 'The engine could not do it',
    storage: 'The disk did not play along',
    training: 'Training ended with an error',
    internal: 'Something went wrong in the studio',
  } satisfies Record<ErrorCode, string>,
  where: (where: string) => `In ${where}`,
  starting: 'Starting…',
  states: {
    created: 'Not started',
    running: 'Training',
    paused: 'Paused',
    stopped: 'Stopped',
    finished: 'Finished',
    interrupted: 'Interrupted',
    failed: 'Failed',
  } satisfies Record<RunState, string>,
  log: {
    started: 'Training started',
    resumed: 'Training resumed',
    paused: 'Paused',
    continued: 'Continued',
    sample: 'Sample grid drawn',
    checkpoint: 'Checkpoint saved',
    note: 'Note',
    warning: 'Warning',
    stopped: 'Stopped',
    finished: 'Finished',
    failed: 'Failed',
    interrupted: 'Interrupted',
  } satisfies Record<LogEntry['code'], string>,
  validation: {
    wholeNumber: 'Must be a whole number.',
    number: 'Must be a number, such as 0.0002 or 2e-4.',
    range: ({ min, max }: Range) => `Must be from ${min} to ${max}.`,
    or: (one: string, other: string) => `${one} or ${other}`,
    oneOf: (values: string) => `Must be ${values}.`,
    choice: 'Choose one of the options.',
    nameEmpty: 'Give it a name.',
    nameLong: (max: number) => `At most ${max} characters.`,
  },
}
