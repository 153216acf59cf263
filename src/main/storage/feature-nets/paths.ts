import { dirname, join } from 'node:path'

/** The folder of the net that was trained on a data set, in the data set's folder. */
export const NET_FOLDER = 'feature-net'
export const datasetNetDirectory = (datasetDir: string): string => join(datasetDir, NET_FOLDER)

export const netDocumentFile = (netDir: string): string => join(netDir, 'feature-net.json')
export const WEIGHTS_FILE = 'weights.safetensors'

/**
 * The folder of a bundled net. Bundled nets are next to the bundled data sets: in
 * `resources/feature-nets`, and so in the packaged program.
 *
 * @param datasetsDirs as for findFolder; the first contains the bundled data sets
 */
export function bundledNetDirectory(id: string, datasetsDirs: readonly string[]): string {
  const [bundled] = datasetsDirs
  if (bundled === undefined) throw new Error('no folder of bundled data sets is known')
  return join(dirname(bundled), 'feature-nets', id)
}
