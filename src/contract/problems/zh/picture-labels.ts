import { grouped } from '../../counted'
import type { labelsProblems as english } from '../picture-labels'

function columnsNamed(lacks: 'file' | 'label' | 'both'): string {
  if (lacks === 'file') return '文件名列'
  return lacks === 'label' ? '标签列' : '文件名列和标签列'
}

/** Problems of the labels of pictures, and notes about a source's files, in Chinese. */
export const labelsProblems: typeof english = {
  labelsUnreadable: {
    message: ({ why }) => `无法使用标签文件：${why}`,
    remedy: () => '请更正或删除它。',
  },
  labelsColumnsUnknown: {
    message: ({ lacks, names }) =>
      `标签文件中没有${columnsNamed(lacks)}` + (names === '' ? '' : `；现有的列是：${names}`),
    remedy: ({ fileNames, labelNames }) =>
      `请将列（JSON 中为键）命名为 file 和 label。文件名列也可以是 ${fileNames}；标签列也可以是 ${labelNames}。`,
  },
  labelsOtherForm: {
    message: () => '标签文件的内容不是标签',
    remedy: () =>
      '请写成 {"cat.png": "猫"}、[{"file": "cat.png", "label": "猫"}] 或 {"labels": [["cat.png", 0]]} 的形式。',
  },
  labelsLineUnreadable: {
    message: ({ line, why }) => `标签文件第 ${grouped(line)} 行无法读取：${why}`,
    remedy: () => '请更正该行，或删除标签文件。',
  },
  labelsEncoding: {
    message: () => '标签文件不是 UTF-8 编码',
    remedy: () => '请将文件另存为 UTF-8 编码（在 Excel 中选择“CSV UTF-8”）。',
  },
  labelsEmpty: {
    message: () => '标签文件中没有标签',
    remedy: () => '请为每张图片写一行文件名和标签，或删除该文件。',
  },
  noteLabelRows: {
    message: ({ count, place, line, lacks }) => {
      const unit = place === 'line' ? '行' : '项'
      const what = lacks === 'file' ? '文件名' : '标签'
      if (count === 1) return `标签文件第 ${grouped(line)} ${unit}没有${what}，不会使用`
      return `标签文件中有 ${grouped(count)} ${unit}缺少内容，不会使用；第一处是第 ${grouped(line)} ${unit}，没有${what}`
    },
  },
  noteLabelColumnTwice: {
    message: ({ name, used, unused }) =>
      `标签文件有两列名为“${name}”：使用第 ${grouped(used)} 列，不使用第 ${grouped(unused)} 列`,
  },
  labelsWithoutMatch: {
    message: ({ name }) => `标签文件中没有任何图片的名称；其中第一个名称是“${name}”`,
    remedy: () => '请写图片相对于文件夹的路径，或删除标签文件。',
  },
  noteStoppedLooking: {
    message: ({ count }) =>
      `查看所有文件耗时过长，因此以下结果只涵盖最先找到的 ${grouped(count)} 个文件`,
    remedy: () => '导入时会使用所有文件。',
  },
  noteTooDeep: {
    message: ({ count, names, most }) =>
      `将跳过嵌套超过 ${grouped(most)} 层的 ${grouped(count)} 个文件夹：${names}`,
    remedy: () => '若要使用其中的图片，请选择更下层的文件夹。',
  },
  noteSpecialFolders: {
    message: ({ count, names }) => `将跳过 ${grouped(count)} 个由系统生成文件的文件夹：${names}`,
  },
  noteOtherFiles: {
    message: ({ count, names }) => `将跳过 ${grouped(count)} 个不是图片的文件：${names}`,
  },
  noteArchives: {
    message: ({ count, names }) => `将跳过其中的 ${grouped(count)} 个压缩包：${names}`,
    remedy: () => '若要使用其中的图片，请先解压。',
  },
  noteRefused: {
    message: ({ count, first, why }) =>
      `有 ${grouped(count)} 个文件无法使用，第一个是 ${first}：${why}`,
  },
  noteLabelsOfMissing: {
    message: ({ count, first }) => `标签文件中有 ${grouped(count)} 个文件不存在，第一个是 ${first}`,
  },
  noteLabelsConflict: {
    message: ({ count, first }) =>
      `标签文件中有 ${grouped(count)} 个文件出现多次，以最后一个标签为准；第一个是 ${first}`,
  },
  noteUnlabelled: {
    message: ({ count, first }) =>
      `有 ${grouped(count)} 张图片没有标签，不会使用；第一张是 ${first}`,
  },
  noteTooManyClasses: {
    message: ({ classes, most }) =>
      `共有 ${grouped(classes)} 种标签，超过 ${grouped(most)} 种，因此图像没有类别`,
  },
  noteMixedFolders: {
    message: ({ count }) => `有 ${grouped(count)} 张图片不在类别文件夹中，不会使用`,
    remedy: () => '请将它们移到各自类别的文件夹中。',
  },
}
