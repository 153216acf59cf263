import { grouped } from '../../counted'
import type { needsProblems as english, Plan } from '../needs'

function instead({ fits, plan }: { fits: string; plan: Plan }): string {
  if (fits !== '') return `改用以下任意一项即可：${fits}。`
  return plan === 'resume'
    ? '恢复训练时设置不能更改：请在内存更大的机器上恢复，或用较小的设置开始新的训练。'
    : '仅减小其中一项设置不够，请同时减小多项。'
}

/** Problems of runs that need more than the machine has, in Chinese. */
export const needsProblems: typeof english = {
  memoryTooSmall: {
    message: ({ needed, available }) => `训练约需 ${needed} 内存，目前只有 ${available} 可用`,
    remedy: (given) => `${instead(given)}关闭其他程序也可能腾出足够的内存。`,
  },
  machineTooSmall: {
    message: ({ needed, available }) => `训练约需 ${needed} 内存，而本机共有 ${available}`,
    remedy: instead,
  },
  engineMemoryTooSmall: {
    message: ({ engine, needed, available }) =>
      `${engine} 计算引擎训练这些网络约需 ${needed} 内存，而它最多只能使用 ${available}`,
    remedy: instead,
  },
  datasetMemoryTooSmall: {
    message: ({ images, needed, available }) =>
      `按此尺寸，${grouped(images)} 张图像要占用 ${needed}，最多支持 ${available}`,
    remedy: instead,
  },
  ownNetworksTooLarge: {
    message: ({ needed, available }) => `训练这些网络约需 ${needed} 内存，最多可用 ${available}`,
    remedy: ({ layer }) => `请缩小结构文件中的网络。权重最多的层是：${layer}。`,
  },
  memoryTight: {
    message: ({ needed, available }) => `训练约需 ${needed} 内存，可用内存为 ${available}`,
    remedy: ({ plan }) =>
      plan === 'resume' ? '请关闭其他程序。' : '请关闭其他程序，或选用较小的设置。',
  },
  engineMemoryTight: {
    message: ({ engine, needed, available }) =>
      `这些网络约需 ${needed} 内存，${engine} 计算引擎最多可用 ${available}`,
    remedy: ({ plan }) =>
      plan === 'resume'
        ? '如果训练失败，请用其他计算引擎恢复。'
        : '如果训练失败，请选用较小的设置。',
  },
  diskTooSmall: {
    message: ({ needed, available, plan }) =>
      `${plan === 'resume' ? '下一个' : '最初的'}检查点要占用 ${needed} 磁盘空间，目前只剩 ${available}`,
    remedy: ({ plan }) =>
      plan === 'resume' ? '请腾出一些空间。' : '请腾出一些空间、更换数据文件夹，或选用较小的网络。',
  },
  diskRunsOut: {
    message: ({ needed, available }) =>
      `训练到最后一步时最多会占用 ${needed} 磁盘空间，目前只剩 ${available}`,
    remedy: (given) =>
      given.plan === 'resume'
        ? '请腾出一些空间，也可以在此之前停止训练。'
        : `${instead(given)}也可以在此之前停止训练。`,
  },
  diskTight: {
    message: ({ needed, available }) => `此训练可能占用 ${needed} 磁盘空间，目前剩余 ${available}`,
    remedy: ({ plan }) =>
      plan === 'resume' ? '请腾出一些空间。' : '请减少保留的检查点，或腾出一些空间。',
  },
  lastBatchOfOne: {
    message: ({ images, batchSize }) =>
      `${grouped(images)} 张图像按每批 ${grouped(batchSize)} 张划分时，每轮的最后一批只有一张图像，批归一化无法处理`,
    remedy: ({ other }) =>
      `这一步几乎学不到东西，还会使滑动平均产生偏差。将批大小改为 ${grouped(other)} 即可避免。`,
  },
  learningRateHigh: {
    message: ({ rate }) => `学习率 ${rate} 超过常用值的十倍：训练很可能发散，或生成器崩溃`,
    remedy: ({ usual }) => `请从默认值 ${usual} 开始。`,
  },
  learningRateLow: {
    message: ({ rate }) => `随机梯度下降（SGD）的学习率为 ${rate} 时，权重几乎不变`,
    remedy: () => '通常取 0.01 到 0.1。',
  },
  warmUpTooLong: {
    message: ({ warmUp, ends }) =>
      `学习率始终达不到设定值：预热需要 ${grouped(warmUp)} 轮，而训练只有 ${grouped(ends)} 轮`,
    remedy: () => '请缩短预热，或延长训练。',
  },
  schedulesTooLong: {
    message: ({ scheduleEnd, ends }) =>
      `各项计划达不到最终值：计划在第 ${grouped(scheduleEnd)} 轮后结束，而训练在第 ${grouped(ends)} 轮后结束`,
    remedy: () => '若打算以后延长训练，可不理会；否则请让计划早些结束。',
  },
  penaltyOnce: {
    message: ({ interval, steps }) =>
      `惩罚项只在第一步起作用：间隔为 ${grouped(interval)} 步，而训练共 ${grouped(steps)} 步`,
    remedy: () => '请缩短间隔，或延长训练。',
  },
  stepOutlastsEpoch: {
    message: ({ needed, has }) =>
      `每轮只有一步，且会多次遍历数据：每步需要 ${grouped(needed)} 批，而数据集只有 ${grouped(has)} 批`,
    remedy: () => '请减少每步的判别器更新次数，或减小批大小。',
  },
  rateStaysZero: {
    message: ({ last, steps }) =>
      `第 ${grouped(last)} 步之后（共 ${grouped(steps)} 步）不会再学到任何东西：学习率计划到该步时已降为 0`,
    remedy: ({ plan }) =>
      plan === 'resume'
        ? '若要延长训练，请从最后一个检查点开始新的训练，并使用恒定学习率。'
        : '请让计划晚些结束，或选择大于 0 的最终学习率。',
  },
  scoresUnlimited: {
    message: () => 'Wasserstein 损失没有惩罚项、权重裁剪或谱归一化：D 的评分会无限增大',
    remedy: () => '请选择权重为 10 的梯度惩罚，或把权重裁剪设为 0.01。',
  },
  fitsBatchSize: { message: ({ value }) => `批大小 ${grouped(value)}` },
  fitsImageSize: { message: ({ value }) => `图像尺寸 ${grouped(value)}` },
  fitsGrey: { message: () => '1 个通道（灰度）' },
  fitsEngine: { message: ({ engine }) => `${engine} 计算引擎` },
  fitsKeptCheckpoints: { message: ({ value }) => `保留 ${grouped(value)} 个检查点` },
  fitsSampleInterval: { message: ({ value }) => `样本间隔 ${grouped(value)}` },
}
