import { counted, grouped } from '../counted'

/* Problems with the labels of pictures, and notes about a source's files; see ../problems.ts. */

function columnsNamed(lacks: 'file' | 'label' | 'both'): string {
  if (lacks === 'file') return 'column of file names'
  return lacks === 'label' ? 'column of labels' : 'columns of file names and labels'
}
const files = (count: number) => counted(count, 'file')
function incomplete(count: number, place: 'line' | 'entry'): string {
  if (count === 1) return `an incomplete ${place}, which is not used: `
  const places = place === 'line' ? 'lines' : 'entries'
  return `${grouped(count)} incomplete ${places}, which are not used; the first, `
}

export interface Counted {
  count: number
}

export const labelsProblems = {
  labelsUnreadable: {
    message: ({ why }: { why: string }) => `The labels file cannot be used: ${why}`,
    remedy: () => 'Correct or remove the labels file.',
  },
  labelsColumnsUnknown: {
    message: ({ lacks, names }: { lacks: 'file' | 'label' | 'both'; names: string }) =>
      `The labels file has no ${columnsNamed(lacks)}` +
      (names === '' ? '' : `; its columns are: ${names}`),
    remedy: ({ fileNames, labelNames }: { fileNames: string; labelNames: string }) =>
      'Name the columns (in JSON, the keys) "file" and "label". ' +
      `The column of file names may also be called ${fileNames}; the column of labels, ${labelNames}.`,
  },
  labelsOtherForm: {
    message: () => 'The labels file contains something other than labels',
    remedy: () =>
      'Write {"cat.png": "cat"}, [{"file": "cat.png", "label": "cat"}] or {"labels": [["cat.png", 0]]}.',
  },
  labelsLineUnreadable: {
    message: ({ line, why }: { line: number; why: string }) =>
      `Line ${grouped(line)} of the labels file cannot be read: ${why}`,
    remedy: () => 'Correct the line, or remove the labels file.',
  },
  labelsEncoding: {
    message: () => 'The labels file is not in UTF-8',
    remedy: () => 'Save the file as UTF-8, in Excel as “CSV UTF-8”.',
  },
  labelsEmpty: {
    message: () => 'The labels file has no labels',
    remedy: () => 'Add a line with a file name and a label for each picture, or remove the file.',
  },
  noteLabelRows: {
    message: ({
      count,
      place,
      line,
      lacks,
    }: Counted & { place: 'line' | 'entry'; line: number; lacks: 'file' | 'label' }) =>
      `The labels file has ${incomplete(count, place)}${place} ${grouped(line)}` +
      `${count === 1 ? '' : ','} has no ${lacks === 'file' ? 'file name' : 'label'}`,
  },
  noteLabelColumnTwice: {
    message: ({ name, used, unused }: { name: string; used: number; unused: number }) =>
      `The labels file has two columns named “${name}”: column ${grouped(used)} is used, and column ${grouped(unused)} is not`,
  },
  labelsWithoutMatch: {
    message: ({ name }: { name: string }) =>
      `The labels file names none of the pictures; its first name is "${name}"`,
    remedy: () => "Give the pictures' paths relative to the folder, or remove the labels file.",
  },

  noteStoppedLooking: {
    message: ({ count }: Counted) =>
      `Looking at all files would take too long, so this describes only the first ${files(count)} found`,
    remedy: () => 'An import uses all files.',
  },
  noteTooDeep: {
    message: ({ count, names, most }: Counted & { names: string; most: number }) =>
      `Folders nested more than ${grouped(most)} levels deep will be skipped ` +
      `(${counted(count, 'folder')}): ${names}`,
    remedy: () => 'To use their pictures, choose a folder further down.',
  },
  noteSpecialFolders: {
    message: ({ count, names }: Counted & { names: string }) =>
      `Folders whose files the system generates will be skipped (${counted(count, 'folder')}): ${names}`,
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
    remedy: () => 'Move each picture into the folder of its class.',
  },
}
