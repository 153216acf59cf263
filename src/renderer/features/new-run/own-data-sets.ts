import type { DatasetListing } from '../../../contract/datasets/listing'

/**
 * Returns the folder for the user's own data sets if it has none yet, not even an unusable one.
 *
 * @param dataFolder absolute, as the host's system writes it; undefined if not known
 */
export function folderForOwn(
  dataFolder: string | undefined,
  listings: readonly Pick<DatasetListing, 'path'>[],
): string | undefined {
  if (dataFolder === undefined) return undefined
  const separator = dataFolder.startsWith('/') ? '/' : '\\'
  const folder = `${dataFolder}${dataFolder.endsWith(separator) ? '' : separator}datasets`
  const own = listings.some(({ path }) => path.startsWith(folder + separator))
  return own ? undefined : folder
}
