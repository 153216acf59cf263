export const filter = {
  conditions: 'Conditions',
  remove: (condition: string) => `Remove condition ${condition}`,
  notUnderstood: (part: string) => `Not applied: ${part}.`,
  none: 'none',
  field: 'Setting or metric',
  operator: 'Comparison',
  value: 'Value',
  add: 'Add condition',
  sections: { run: 'run', settings: 'setting', metrics: 'metric' },
}
