import { join } from 'node:path'

/** The folder of a user's data sets in a data folder. */
export const datasetsDirectory = (root: string): string => join(root, 'datasets')

export const documentFile = (datasetDir: string): string => join(datasetDir, 'dataset.json')

const STAGING = '.import-'

/** The hidden folder in which an import collects a data set; renamed when it is complete. */
export const stagingDirectory = (datasetsDir: string, id: string): string =>
  join(datasetsDir, `${STAGING}${id}`)

/** The import's id if a folder's name is that of a staging folder. */
export const stagedId = (folderName: string): string | undefined =>
  folderName.startsWith(STAGING) ? folderName.slice(STAGING.length) : undefined

export const journalFile = (staging: string): string => join(staging, 'progress.json')

/** A labels file with other class numbers, which replaces the one that it is named after. */
export const renumbered = (labels: string): string => `${labels}.renumbered`

const pad = (n: number): string => String(n).padStart(5, '0')

/** The beginning of the names of a part's files. */
export const partPrefix = { train: 'train', holdOut: 'hold-out' } as const

/** File names of a part in a data set's folder. */
export const shardName = (part: string, index: number): string => `${part}-${pad(index)}.bin`
export const namesName = (part: string): string => `${part}-names.bin`
export const endsName = (part: string): string => `${part}-names-ends.bin`
export const labelsName = (part: string): string => `${part}-labels.bin`
