import { layerPlace } from '../../architectures/layer-place'
import { grouped } from '../../counted'
import type { architecturesProblems as english } from '../architectures'

const correct = () => '请修改此层或它之前的层。'
const correctEnd = () => '请修改最后一层，或规格中的输出。'
const correctClasses = () => '请从两个网络中删去 classes，或让两者都有这样的层。'
const dimensions = ({ channels, size }: { channels: number; size: number }) =>
  `${channels} x ${size} x ${size}`

/** Problems of architectures and of the specifications of networks in Chinese. */
export const architecturesProblems: typeof english = {
  unknownArchitecture: {
    message: ({ name, known }) => `此版本没有名为“${name}”的网络结构，只有 ${known}`,
    remedy: () => '请使用保存它的 GAN Studio 版本或更新的版本。',
  },
  architectureNotJson: {
    message: ({ why }) => `无法将网络结构读作 JSON：${why}`,
    remedy: () => '请修改该文件；docs/architectures.md 说明了结构文件的格式。',
  },
  architectureNotValid: {
    message: ({ why }) => `网络结构无效：${why}`,
    remedy: () => 'docs/architectures.md 说明了结构文件的格式。',
  },
  generatorLayer: {
    message: (layer) => `${layerPlace('zh', 'generator', layer)}：${layer.why}`,
    remedy: correct,
  },
  discriminatorLayer: {
    message: (layer) => `${layerPlace('zh', 'discriminator', layer)}：${layer.why}`,
    remedy: correct,
  },
  classifierLayer: {
    message: (layer) => `${layerPlace('zh', 'classifier', layer)}：${layer.why}`,
    remedy: correct,
  },
  expectsImages: { message: ({ given }) => `需要图像，得到的却是${given}` },
  expectsVector: { message: ({ given }) => `需要向量，得到的却是${given}` },
  aVector: { message: ({ features }) => `长度为 ${grouped(features)} 的向量` },
  someImages: { message: (image) => `${dimensions(image)} 的图像` },
  kernelTooLarge: {
    message: ({ kernel, padding, size }) =>
      `填充为 ${padding} 时，大小为 ${kernel} 的卷积核放不进 ${size} x ${size} 的图像`,
  },
  paddingTooLarge: {
    message: ({ kernel, padding, size }) =>
      `填充为 ${padding}、卷积核大小为 ${kernel} 时，${size} x ${size} 的图像一个像素也不剩`,
  },
  outputPaddingTooLarge: {
    message: ({ outputPadding, stride }) => `输出填充 ${outputPadding} 必须小于步幅 ${stride}`,
  },
  cannotPool: {
    message: ({ factor, size }) =>
      `${size} x ${size} 的图像无法划分为 ${factor} x ${factor} 的方块`,
  },
  cannotUnflatten: {
    message: ({ features, channels, size }) =>
      `无法由长度为 ${grouped(features)} 的向量得到 ${dimensions({ channels, size })} 的图像`,
  },
  branchesDiffer: {
    message: ({ main, shortcut }) => `主分支输出${main}，捷径分支输出${shortcut}`,
  },
  outputTooLarge: { message: ({ output }) => `它的输出过大：${output}` },
  needsClasses: { message: () => '它需要类别数，但网络没有给出' },
  classesDiffer: {
    message: ({ drawn, judged }) =>
      `生成器的类别数为 ${grouped(drawn)}，判别器的类别数为 ${grouped(judged)}（0 表示不区分类别）`,
    remedy: () => '请使两者的类别数相同。',
  },
  generatorWithoutLabels: {
    message: () => '网络给出了类别数，但生成器没有接收标签的层',
    remedy: correctClasses,
  },
  discriminatorWithoutLabels: {
    message: () => '网络给出了类别数，但判别器既不接收标签，也不以 classifierHead 结尾',
    remedy: correctClasses,
  },
  layerWithWeights: {
    message: ({ role, at, type, weights }) =>
      `${layerPlace('zh', role, { at, type })}，共 ${grouped(weights)} 个权重`,
  },
  generatorOutput: {
    message: ({ wanted, given }) => `生成器必须输出${wanted}，其最后一层输出的却是${given}`,
    remedy: correctEnd,
  },
  discriminatorOutput: {
    message: ({ wanted, given }) => `判别器必须输出${wanted}，其最后一层输出的却是${given}`,
    remedy: correctEnd,
  },
  classifierOutput: {
    message: ({ wanted, given }) => `分类器必须输出${wanted}，但它的最后一层输出${given}`,
    remedy: correctEnd,
  },
  classifierEnd: {
    message: () => '分类器的最后一层必须是 linear：它的输入就是特征',
    remedy: correctEnd,
  },
  dependsOnBatch: { message: () => '它的输出取决于同一批中的其他图像，而特征不能如此' },
  notAGeneratorSpec: { message: () => '生成器必须接收潜变量并输出图像' },
  notADiscriminatorSpec: { message: () => '判别器必须接收图像并输出一个 logit' },
  networksDiffer: {
    message: ({ made, taken }) => `生成器输出${made}，判别器接收的却是${taken}`,
    remedy: () => '请使两者的通道数和尺寸相同。',
  },
}
