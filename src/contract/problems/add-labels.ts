/** The origin of a data set: an import, or a folder of IDX files. */
export type LabelsOf = 'prepared' | 'idx'

/** Advice, within a sentence, for a data set without labels. */
export const addLabels = (kind: LabelsOf): string =>
  kind === 'prepared'
    ? 'import the images again with class folders or a labels file'
    : 'add its labels (train-labels-idx1-ubyte) next to the images'
