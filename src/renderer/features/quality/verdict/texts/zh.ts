import type { summary as en } from './en'

const only = (percent: number): string => (percent === 0 ? '不到 1%' : `只有 ${percent}%`)

export const summary: typeof en = {
  title: {
    close: (step) => `第 ${step} 步：接近真实图像`,
    recognisable: (step) => `第 ${step} 步：可以辨认，但与真实图像仍有差异`,
    far: (step) => `第 ${step} 步：与真实图像相差很远`,
    noScale: (step) => `第 ${step} 步已评估`,
    noFloor: (step) => `第 ${step} 步已评估`,
  },
  findings: {
    classesMissing: (missing, of) => `${of} 个类别中有 ${missing} 个从未出现。`,
    fewLookReal: (percent) => `${only(percent)} 的生成图像与真实图像相似（精确率）。`,
    littleCovered: (percent) => `${only(percent)} 的真实图像有相似的生成图像（召回率）。`,
    nearlyAlike: (percent) =>
      `生成图像几乎相同：彼此的差异${percent === 0 ? '不到真实图像的 1' : `只有真实图像的 ${percent}`}%。`,
  },
  notNewest: (step) => `最新的检查点（第 ${step} 步）尚未评估，可能更好，也可能更差。`,
  alarm: '处理办法：',
  see: '上方的警报说明了问题。',
  wait: '训练仍在进行，之后的检查点可能更好。',
  longer: '请延长训练；如果数值不再改善，请用其他预设开始新的训练：',
  training: '训练',
  learn: '训练出问题时',
  unrated: {
    noScale: '使用此特征网络时，FID 没有固定的尺度：请与真实图像、其他检查点和其他训练的值比较。',
    noFloor: '未评估同样多的真实图像，因此不对 FID 评级。',
  },
  noRealValues: {
    text: '没有真实图像的值可供对照：数据集没有留出图像。因此这些数值本身不能说明图像的好坏，只能用来比较使用此数据集的检查点和训练：FID 下降表示图像在改善。如需对照值，请重新导入数据集并留出一部分图像（约 10%）。',
    dataset: '查看数据集',
  },
  generate: (step) => `用第 ${step} 步生成图像`,
  generateBest: (step) => `用最佳检查点第 ${step} 步生成图像`,
}
