import { counted, grouped } from '../counted'

/* Problems with the labels of pictures, and notes about a source's files; see ../problems.ts. */

const files = (count: number) => counted(count, 'file')

export interface Counted {
  count: number
}

export const labelsProblems = {
  labelsUnreadable: {
    message: ({ why }: { why: string }) => `The labels file cannot be used: ${why}`,
    remedy: () => 'Correct or remove the labels file.',
  },
  labelsColumnsUnknown: {
    message: () => 'The labels file needs a column of file names and a column of labels',
    remedy: () => 'Name the columns "file" and "label" in its first line.',
  },
  labelsWithoutMatch: {
    message: ({ name }: { name: string }) =>
      `The labels file names none of the pictures; its first name is "${name}"`,
    remedy: () => "Give the pictures' paths relative to the folder, or remove the labels file.",
  },

  noteOtherFiles: {
    message: ({ count, names }: Counted & { names: string }) =>
      `Files that are not pictures will be skipped (${files(count)}): ${names}`,
  },
  noteArchives: {
    message: ({ count, names }: Counted & { names: string }) =>
      `Archives inside will be skipped (${counted(count, 'archive')}): ${names}`,
    remedy: () => 'To use their pictures, unpack them first.',
  },
  noteRefused: {
    message: ({ count, first, why }: Counted & { first: string; why: string }) =>
      `${files(count)} cannot be used; the first is ${first}: ${why}`,
  },
  noteLabelsOfMissing: {
    message: ({ count, first }: Counted & { first: string }) =>
      `The labels file names missing files (${files(count)}); the first is ${first}`,
  },
  noteLabelsConflict: {
    message: ({ count, first }: Counted & { first: string }) =>
      `The labels file names ${files(count)} more than once; the last label is used. ` +
      `The first is ${first}`,
  },
  noteUnlabelled: {
    message: ({ count, first }: Counted & { first: string }) =>
      `${counted(count, 'picture')} without a label will be refused; the first is ${first}`,
  },
  noteTooManyClasses: {
    message: ({ classes, most }: { classes: number; most: number }) =>
      `There are ${grouped(classes)} different labels, more than ${grouped(most)}, so the images ` +
      'will have no classes',
  },
  noteMixedFolders: {
    message: ({ count }: Counted) =>
      `${counted(count, 'picture')} outside the class folders will be refused`,
    remedy: () => 'Move them into the folders of their classes.',
  },
}
