import { grouped } from '../../counted'
import type { featureNetsProblems as english } from '../feature-nets'

const restore = () => '请恢复该文件夹，或重新训练此网络；docs/feature-nets.md 说明了其中的文件。'

/** Problems with feature nets in Chinese. */
export const featureNetsProblems: typeof english = {
  featureNetUnreadable: {
    message: ({ why }) => `无法读取特征网络：${why}`,
    remedy: restore,
  },
  netFileMissing: {
    message: ({ file }) => `特征网络的文件 ${file} 缺失`,
    remedy: restore,
  },
  netFileSize: {
    message: ({ file, bytes, expected }) =>
      `特征网络的文件 ${file} 有 ${grouped(bytes)} 字节，而不是 ${grouped(expected)} 字节`,
    remedy: restore,
  },
  netFileChanged: {
    message: ({ file, sum, recorded }) =>
      `特征网络的文件 ${file} 已被改动：其 SHA-256 为 ${sum}，而不是 ${recorded}`,
    remedy: restore,
  },
  netForOtherImages: {
    message: ({ title, wanted, given }) => `特征网络“${title}”需要${wanted}，得到的却是${given}`,
    remedy: () => '请用适合这些图像的网络评估，或用适合任何尺寸的 random-conv。',
  },
  netFileUnlisted: {
    message: ({ file }) => `特征网络的模型需要文件 ${file}，但 feature-net.json 没有列出它`,
    remedy: () => '请在 files 中列出模型的每个文件及其字节数和 SHA-256。',
  },
  netDoesNotRun: {
    message: ({ title, why }) => `特征网络“${title}”无法运行：${why}`,
    remedy: () => '请核对 feature-net.json 中的输入和输出与模型是否一致。',
  },
  netModelDamaged: {
    message: ({ file }) => `特征网络的文件 ${file} 不是 ONNX 模型`,
    remedy: () => '请重新导出模型，并列出新文件的字节数和 SHA-256。',
  },
  netTooLarge: {
    message: ({ title, bytes, most }) =>
      `特征网络“${title}”的文件共 ${grouped(bytes)} 字节，最多为 ${grouped(most)} 字节`,
    remedy: () => '请使用该模型较小的版本。',
  },
  netInputCount: {
    message: ({ title, inputs }) =>
      `特征网络“${title}”的模型有 ${grouped(inputs)} 个输入，而不是一个`,
    remedy: () => '请导出只以一批图像为输入的模型。',
  },
  netValueType: {
    message: ({ title, tensor, type }) =>
      `特征网络“${title}”的模型中，“${tensor}”的数值类型为 ${type}，但需要 float32`,
    remedy: () => '请以 float32 的输入和输出导出模型。',
  },
  netOutputShape: {
    message: ({ title, output, shape, images }) =>
      `特征网络“${title}”对 ${grouped(images)} 张图像返回的“${output}”形状为 [${shape}]`,
    remedy: () => '请指定第一维为批的输出。',
  },
  netFeatureCount: {
    message: ({ title, count, most }) =>
      `特征网络“${title}”对每张图像给出 ${grouped(count)} 个特征，但只能为 1 到 ${grouped(most)} 个`,
    remedy: () => '请指定池化之后的输出：通常为几百到几千个特征。',
  },
  netPathRelative: {
    message: ({ path }) => `“${path}”不是文件夹的完整路径`,
    remedy: () => '请填写特征网络所在文件夹的完整路径。',
  },
  netNotFinite: {
    message: ({ title }) => `特征网络“${title}”对噪声图像给出的值不是有限数值`,
    remedy: () =>
      '请检查文档中像素的缩放方式（range、mean、deviation），并以 float32 和推理模式导出模型。',
  },
  netNotProbabilities: {
    message: ({ title }) => `特征网络“${title}”的 probabilities 中有负数，或总和不为 1`,
    remedy: () => '请指定 softmax 的输出，或去掉 probabilities。',
  },
  netMixesImages: {
    message: ({ title }) => `“${title}”对一张图像给出的特征取决于同一批中的其他图像`,
    remedy: () => '请以推理（评估）模式导出模型。',
  },
  onnxRuntimeMissing: {
    message: ({ why }) => `缺少运行 ONNX 模型的 ONNX Runtime：${why}`,
    remedy: () => '请在 GAN Studio 的文件夹中运行 npm install：其中包含可选的包 onnxruntime-node。',
  },
  netNeedsLabels: {
    message: ({ name }) => `“${name}”没有标签，而特征网络要从标签学习图像之间的差别`,
    remedy: () => '请带标签重新添加这些图像，或用 random-conv 评估。',
  },
  netNeedsClasses: {
    message: ({ name }) => `“${name}”的所有图像都属于同一类别，特征网络无可区分`,
    remedy: () => '请选择有两个或更多类别的数据集，或用 random-conv 评估。',
  },
  netNeedsImages: {
    message: ({ name, images, needed }) =>
      `“${name}”有 ${grouped(images)} 张图像可用于训练特征网络，但至少需要 ${grouped(needed)} 张`,
    remedy: () => '请添加更多图像，或用 random-conv 评估。',
  },
  netNeedsImagesOfClass: {
    message: ({ name, class: label, images, needed }) =>
      `“${name}”的类别“${label}”有 ${grouped(images)} 张图像可用于训练特征网络，但每个类别至少需要 ${grouped(needed)} 张`,
    remedy: () => '请添加更多此类别的图像，或不含此类别重新添加数据集。',
  },
  netTrainingRuns: {
    message: ({ name }) => `“${name}”的特征网络正在训练中`,
    remedy: () => '请等它完成，或取消它。',
  },
  netNeedsPrepared: {
    message: ({ name }) => `“${name}”没有添加到 GAN Studio 中，因此无法为它保存特征网络`,
    remedy: () => '请先添加它：gan-studio data add 文件夹。',
  },
  tooManyFeatures: {
    message: ({ most }) => `最后一层的输入（即特征）多于 ${grouped(most)} 个`,
    remedy: () => '请在最后一层之前加入更小的 linear 层。',
  },
}
