/* Problems with filters of the list of runs; see ../problems.ts. */

export const filtersProblems = {
  filterFieldUnknown: {
    message: ({ name }: { name: string }) => `“${name}” is not a setting or metric`,
    remedy: () =>
      'Use a setting, a metric, or one of name, tag, group, note, dataset, state, step and is: starred. To search for text, put it in quotes.',
  },
  filterOperatorUnfit: {
    message: ({ name, operator }: { name: string; operator: string }) =>
      `“${name}” cannot be compared with ${operator}`,
    remedy: ({ operators }: { operators: string }) => `Use one of ${operators} instead.`,
  },
  filterValueMissing: {
    message: ({ name, operator }: { name: string; operator: string }) =>
      `there is no value after “${name} ${operator}”`,
    remedy: () => 'Add a value, for example: FID <= 5.',
  },
  filterNumberInvalid: {
    message: ({ name, typed }: { name: string; typed: string }) =>
      `“${name}” is compared with a number, not with “${typed}”`,
    remedy: () => 'Write a number such as 0.001 or 1e-3, and separate conditions with commas.',
  },
  filterOptionUnknown: {
    message: ({ name, typed }: { name: string; typed: string }) =>
      `“${typed}” is not a value of “${name}”`,
    remedy: ({ options }: { options: string }) =>
      `Separate conditions with commas, and use one of these values: ${options}.`,
  },
}
