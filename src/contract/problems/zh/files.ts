import { grouped } from '../../counted'
import type { filesProblems as english } from '../files'

const things: Record<string, string> = {
  'The run': '训练记录',
  'The data set': '数据集',
  'The checkpoint': '检查点',
  'The manifest': '清单',
  'The preferences': '偏好设置',
  'The file': '文件',
}
/** Translates the English name of a document. */
export const thing = (what: string): string => things[what] ?? what

/** Chinese texts for faults inside a file. */
export const filesProblems: typeof english = {
  notValid: { message: ({ what, why }) => `${thing(what)}的内容无效：${why}` },
  fileMissing: { message: () => '文件缺失' },
  fileEmpty: { message: () => '文件是空的' },
  fileBeyondReading: { message: () => '磁盘上的文件已无法读取' },
  contentChanged: { message: () => '其内容在保存之后被更改或损坏' },
  otherLength: {
    message: ({ bytes, expected }) => `它有 ${grouped(bytes)} 字节，应为 ${grouped(expected)} 字节`,
  },
  optimizerStepsDiffer: {
    message: ({ network, found, expected }) =>
      `清单中 ${network} 的优化器更新了 ${grouped(found)} 次，应为 ${grouped(expected)} 次`,
  },
  manifestDisagrees: {
    message: ({ name, found, expected }) =>
      `清单的超参数中 ${name} 为 ${grouped(expected)}，网络中却是 ${grouped(found)}`,
  },
  fileNotListed: { message: () => '清单中没有列出此文件' },
  stepsDisagree: {
    message: ({ folder, manifest }) =>
      `文件夹名为第 ${grouped(folder)} 步，清单中却是第 ${grouped(manifest)} 步`,
  },
  noSchemaVersion: { message: () => '其中没有 schemaVersion' },
  schemaUnknown: { message: ({ version }) => `格式 ${version} 未知` },
  migrationFailed: { message: ({ version, why }) => `无法转换为格式 ${version}（${why}）` },

  headerCutShort: { message: () => '文件被截断，文件头不完整' },
  onlyBytes: { message: ({ bytes }) => `文件只有 ${grouped(bytes)} 字节` },
  headerTooLong: {
    message: ({ bytes, most }) => `文件头过大：${bytes} 字节，最多读取 ${grouped(most)} 字节`,
  },
  headerNotJson: { message: () => '文件头不是 JSON' },
  headerNotObject: { message: () => '文件头不是 JSON 对象' },
  metadataNotTexts: { message: () => '其 __metadata__ 中有文本以外的内容' },
  nameTwice: { message: ({ name }) => `文件头中“${name}”出现了两次` },
  tensorMisdescribed: { message: ({ name, why }) => `张量“${name}”的描述无效（${why}）` },
  tensorOfOtherType: {
    message: ({ name, type, known }) => `张量“${name}”的类型是 ${type}；支持的类型有 ${known}`,
  },
  tensorOfOtherLength: {
    message: ({ name, shape, bytes }) =>
      `形状为 [${shape}] 的张量“${name}”有 ${grouped(bytes)} 字节的数据`,
  },
  tensorsOverlap: { message: ({ name }) => `张量“${name}”与另一张量重叠` },
  gapBeforeTensor: { message: ({ name }) => `张量“${name}”之前有空隙` },
  dataCutShort: { message: ({ bytes }) => `文件被截断：缺少 ${grouped(bytes)} 字节` },
  trailingBytes: { message: ({ bytes }) => `末尾有 ${grouped(bytes)} 字节不属于任何张量` },

  tensorNotFinite: {
    message: ({ name, count, of }) =>
      `“${name}”的 ${grouped(of)} 个值中有 ${grouped(count)} 个是 NaN 或无穷大`,
  },
  moreTensors: { message: ({ count }) => `另有 ${grouped(count)} 个张量` },
  tensorMissing: { message: ({ name }) => `缺少 ${name}` },
  tensorUnknown: { message: ({ name }) => `多出 ${name}` },
  tensorDiffers: { message: ({ name, found, wanted }) => `${name} 是 ${found}，应为 ${wanted}` },
}
