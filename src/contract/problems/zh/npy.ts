import { exactly, grouped, rounded } from '../../counted'
import type { npyProblems as english } from '../npy'

const fetchAgain = () => '请重新下载或复制该文件。'
const saveAgain = () =>
  '请在 Python 中用 numpy.savez 保存数组：图像为 uint8，形状为（数量、高、宽）或（数量、高、宽、通道）；标签为整数，形状为（数量）。'

/** Problems of NumPy's arrays in Chinese. */
export const npyProblems: typeof english = {
  npzDamaged: {
    message: ({ why }) => `无法读取该 npz 文件：${why}`,
    remedy: () => '请重新下载或复制该文件，或在 Python 中用 numpy.savez 重新保存数组。',
  },
  npzTooManyMembers: {
    message: ({ count, most }) =>
      `该 npz 文件有 ${exactly(count, '超过')} 个数组，最多读取 ${grouped(most)} 个`,
    remedy: saveAgain,
  },
  npzMemberTwice: {
    message: ({ name }) => `该 npz 文件中数组 ${name} 出现了两次`,
    remedy: saveAgain,
  },
  npzMemberEncrypted: { message: ({ name }) => `数组 ${name} 已加密`, remedy: saveAgain },
  npzMemberMethod: {
    message: ({ name, method }) =>
      `数组 ${name} 的压缩方法是 ${method}，只能读取 deflate（8）或不压缩（0）的数组`,
    remedy: saveAgain,
  },
  npzWithoutImages: {
    message: ({ arrays }) =>
      arrays === '' ? '文件中没有数组' : `没有一个数组具有图像的形状（3 维或 4 维）：${arrays}`,
    remedy: saveAgain,
  },
  npzSeveralArrays: {
    message: ({ arrays }) => `有多个数组可能是图像：${arrays}`,
    remedy: () =>
      '请把数组命名为“images”和“labels”，或“x_train”和“y_train”，或用选项“set”指定图像数组的名称。',
  },
  arrayNotThere: {
    message: ({ set, sets }) => `没有名为 ${set} 的数组，只有 ${sets}`,
    remedy: () => '请用选项“set”选择其中一个数组。',
  },
  npyUnknown: {
    message: ({ name }) => `${name} 不是 NumPy 格式（版本 1 至 3）的数组`,
    remedy: saveAgain,
  },
  npyHeaderTooLong: {
    message: ({ name, bytes }) => `数组 ${name} 声明的文件头有 ${grouped(bytes)} 字节，不合情理`,
    remedy: fetchAgain,
  },
  npyHeaderUnreadable: {
    message: ({ name }) => `数组 ${name} 的文件头已损坏`,
    remedy: fetchAgain,
  },
  arrayOfObjects: {
    message: ({ name }) => `数组 ${name} 中是 Python 对象（pickle），读取时可能执行任意程序`,
    remedy: () =>
      '如果信任该文件，请在 Python 中读取，再用 numpy.savez 保存为形状一致的纯数值数组。',
  },
  arrayOfRecords: {
    message: ({ name }) => `数组 ${name} 中是含多个字段的记录`,
    remedy: saveAgain,
  },
  arrayFortran: {
    message: ({ name }) => `数组 ${name} 是 Fortran 顺序（列优先）`,
    remedy: () => '请在 Python 中改为保存 numpy.ascontiguousarray(array)。',
  },
  arrayTooLarge: {
    message: ({ name, shape }) => `数组 ${name} 声明的形状 ${shape} 不合情理`,
    remedy: () => '如果文件没有损坏，请拆分为较小的数组。',
  },
  arrayCutShort: {
    message: ({ name, shape, missing }) =>
      `数组 ${name} 被截断：文件头声明的形状是 ${shape}，但至少缺少 ${grouped(missing)} 字节`,
    remedy: fetchAgain,
  },
  arrayTrailingBytes: {
    message: ({ name, shape, more }) =>
      `数组 ${name} 有多余的数据：文件头声明的形状是 ${shape}，但后面还有 ${grouped(more)} 字节`,
    remedy: fetchAgain,
  },
  arrayEmpty: {
    message: ({ name, shape }) => `数组 ${name} 是空的：其形状是 ${shape}`,
    remedy: saveAgain,
  },
  arrayNotImages: {
    message: ({ name, shape }) => `数组 ${name} 的形状是 ${shape}，而图像应为 3 维或 4 维`,
    remedy: saveAgain,
  },
  arrayOfOneImage: {
    message: ({ name, shape }) =>
      `数组 ${name} 的形状是 ${shape}：可能是一张图片，也可能是许多只有几个像素宽的图像`,
    remedy: () => '如果是许多图像，请把选项“layout”设为 NHW。单张图片请改存为 PNG 文件。',
  },
  arrayLayoutAmbiguous: {
    message: ({ name, shape }) =>
      `数组 ${name} 的形状 ${shape} 有两种含义：通道在后（NHWC）或通道在前（NCHW）`,
    remedy: () => '请把选项“layout”设为 NHWC 或 NCHW。',
  },
  arrayOtherLayout: {
    message: ({ name, shape, layout }) => `数组 ${name} 的形状是 ${shape}，与布局 ${layout} 不符`,
    remedy: () =>
      '3 维数组请把选项“layout”设为 NHW，4 维数组请设为 NHWC（通道在后）或 NCHW（通道在前）。',
  },
  arrayChannels: {
    message: ({ name, shape, channels }) =>
      `形状为 ${shape} 的数组 ${name} 有 ${grouped(channels)} 个通道，而不是 1（灰度）、3（RGB）或 4（RGB 和透明度）`,
    remedy: () =>
      '请把选项“layout”设为 NHWC（通道在后）或 NCHW（通道在前），或保存为 1、3 或 4 个通道的图像。',
  },
  imagesOfOtherType: {
    message: ({ name, type }) =>
      `数组 ${name} 的元素类型是 ${type}；图像须为字节（uint8）或浮点数（float16、float32、float64）`,
    remedy: () => '如果数值为 0 至 255，请在 Python 中用 array.astype("uint8") 转换。',
  },
  arrayRangeUnclear: {
    message: ({ name, lowest, highest }) =>
      `数组 ${name} 的数值从 ${rounded(lowest)} 到 ${rounded(highest)}，无法判断黑与白各是什么值`,
    remedy: () => '请指定黑与白的值（选项“range”），例如 0 和 1，或 -1 和 1。',
  },
  arrayWithoutNumbers: {
    message: ({ name }) => `数组 ${name} 中没有有限的数值`,
    remedy: saveAgain,
  },
  rangeEmpty: {
    message: ({ value }) => `黑与白的值都是 ${grouped(value)}`,
    remedy: () => '请指定两个不同的值（选项“range”）。',
  },
  valueOutsideRange: {
    message: ({ value, lowest, highest }) =>
      `图像中有数值 ${value}，超出 ${rounded(lowest)} 至 ${rounded(highest)} 的范围`,
    remedy: () => '请指定黑与白的值（选项“range”）。',
  },
  valueNotFinite: {
    message: ({ value }) => `图像中有数值 ${value}，不是有限的数值`,
    remedy: () => '请在 Python 中替换这些数值，例如用 numpy.nan_to_num(array)。',
  },
  labelsOfOtherType: {
    message: ({ name, type }) => `标签 ${name} 的类型是 ${type}，不是数值`,
    remedy: saveAgain,
  },
  arrayNotLabels: {
    message: ({ name, shape }) => `数组 ${name} 的形状是 ${shape}，不是标签的形状`,
    remedy: saveAgain,
  },
  labelNotWhole: {
    message: ({ name, label }) => `标签 ${name} 中有 ${label}，不是 0 至 65,535 的整数`,
    remedy: () => '请从 0 开始为类别编号，或移除该数组：标签可有可无。',
  },
  labelsNotOneHot: {
    message: ({ name, image }) =>
      `标签 ${name} 的第 ${grouped(image)} 行不是只有一个 1、其余为 0（行号从 0 起）`,
    remedy: () =>
      '请为每张图像保存一个数，例如 Python 中的 array.argmax(axis=1)，或移除该数组：标签可有可无。',
  },
}
