import type { SourceDescription, SourceOptions } from '../../../../contract/datasets/source'

type OptionName = Exclude<keyof SourceOptions, 'kind'>

/**
 * Returns the source options to offer.
 *
 * @param description undefined if the source could not be read, perhaps for lack of an option: then
 *   the path decides
 */
export function offeredOptions(
  description: Pick<SourceDescription, 'kind' | 'options'> | undefined,
  path: string,
): readonly OptionName[] {
  if (description === undefined) return optionsForPath(path)
  const { kind, options } = description
  const used = (['range', 'set', 'labels'] as const).filter((name) => options[name] !== undefined)
  if (kind === 'npz') return ['layout', ...used]
  if (kind === 'idx') return ['transpose', ...used]
  return kind === 'grid' ? ['cell'] : used
}

function optionsForPath(path: string): readonly OptionName[] {
  if (/\.(npz|npy)$/i.test(path)) return ['layout', 'range']
  if (/\.(png|jpe?g|webp|gif|bmp|tiff?)$/i.test(path)) return ['cell']
  return /\.zip$/i.test(path.trim()) || path.trim() === '' ? [] : ['set']
}
