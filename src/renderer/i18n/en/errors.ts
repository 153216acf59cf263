import type { ErrorCode } from '../../../contract/errors'
import type { LogEntry } from '../../../contract/summary'

/** The bounds of a number, as they are shown. */
export interface Range {
  min: string
  max: string
}

export const errors = {
  titles: {
    usage: 'Invalid request',
    data: 'Problem with the data set',
    checkpoint: 'Couldn’t read the run or its weights',
    engine: 'Engine error',
    storage: 'Disk error',
    training: 'Training failed',
    internal: 'Internal error',
  } satisfies Record<ErrorCode, string>,
  details: 'Details',
  where: (where: string) => `In ${where}`,
  starting: 'Starting…',
  log: {
    started: 'Training started',
    resumed: 'Training resumed',
    paused: 'Paused',
    continued: 'Training continued',
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
    wholeNumber: ({ min, max }: Range) => `Must be a whole number from ${min} to ${max}.`,
    number: ({ min, max }: Range) =>
      `Must be a number from ${min} to ${max}, such as 0.0002 or 2e-4.`,
    decimalComma: (pointed: string) => `Use a decimal point: ${pointed}`,
    range: ({ min, max }: Range) => `Must be from ${min} to ${max}.`,
    or: (one: string, other: string) => `${one} or ${other}`,
    oneOf: (values: string) => `Must be ${values}.`,
    choice: 'Choose one of the options.',
    nameEmpty: 'Enter a name.',
    nameLong: (max: number) => `At most ${max} characters.`,
  },
}
