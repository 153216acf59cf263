import type { SourceDescription, SourceOptions } from '../../../../contract/datasets/source'

/** Changes to options; undefined removes an option. */
export type OptionsChange = { [K in keyof SourceOptions]?: SourceOptions[K] | undefined }

type OptionName = Exclude<keyof SourceOptions, 'kind'>

/** The options that may solve a problem with a source, in the order in which they are offered. */
const optionsFor: Readonly<Record<string, readonly OptionName[]>> = {
  severalSets: ['set'],
  setNotThere: ['set'],
  npzSeveralArrays: ['set'],
  arrayNotThere: ['set'],
  arrayOfOneImage: ['layout'],
  arrayLayoutAmbiguous: ['layout'],
  arrayOtherLayout: ['layout'],
  arrayChannels: ['layout'],
  arrayRangeUnclear: ['range'],
  rangeEmpty: ['range'],
  valueOutsideRange: ['range'],
  gridWithoutCell: ['cell'],
  gridCellTooLarge: ['cell'],
}
const order: readonly OptionName[] = ['layout', 'range', 'cell', 'transpose', 'labels', 'set']

/**
 * Returns the source options to offer: those that the source has or its problem calls for, and those
 * that were given, which may have to be taken back.
 *
 * @param description undefined if the source could not be read, perhaps for lack of an option
 * @param problem the code of the problem with the source, if there is one
 * @param given the options that the user gave
 */
export function offeredOptions(
  description: Pick<SourceDescription, 'kind' | 'options'> | undefined,
  problem: string | undefined,
  given: SourceOptions,
): readonly OptionName[] {
  const offered = new Set<string>([
    ...(description === undefined ? [] : optionsOf(description)),
    ...(problem !== undefined && Object.hasOwn(optionsFor, problem)
      ? (optionsFor[problem] ?? [])
      : []),
    ...Object.keys(given),
  ])
  return order.filter((name) => offered.has(name))
}

function optionsOf({
  kind,
  options,
}: Pick<SourceDescription, 'kind' | 'options'>): readonly OptionName[] {
  const used = (['range', 'labels'] as const).filter((name) => options[name] !== undefined)
  // An array of three dimensions has only one layout.
  if (kind === 'npz') return options.layout === 'NHW' ? used : ['layout', ...used]
  if (kind === 'idx') return ['transpose', ...used]
  return kind === 'grid' ? ['cell'] : used
}

/** Applies a change to options. */
export function withOptions(options: SourceOptions, change: OptionsChange): SourceOptions {
  const given = Object.entries({ ...options, ...change }).filter(([, value]) => value !== undefined)
  // The schema parses what a form gives before it is sent.
  return Object.fromEntries(given) as SourceOptions
}
