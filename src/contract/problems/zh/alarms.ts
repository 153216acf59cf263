import { grouped } from '../../counted'
import { measured, vanishing } from '../../magnitude'
import { labelIn } from '../../metrics/table'
import type { alarmsProblems as english } from '../alarms'

const only = (percent: number, of: string): string =>
  percent === 0 ? `不到${of}的 1%` : `只有${of}的 ${grouped(percent)}%`

/** The texts of alarms in Chinese. */
export const alarmsProblems: typeof english = {
  lossExploded: {
    message: ({ key, value, highest }) =>
      `${labelIn(key, 'zh-CN')}一直在 ${measured(value, 0, 'zh-CN')} 左右；超过 ${measured(highest, 0, 'zh-CN')} 即表示训练已失败`,
  },
  scoresExploded: {
    message: ({ value, highest }) =>
      `判别器对真实图像与生成图像的评分相差 ${measured(value, 0, 'zh-CN')}，说明其斜率没有受到限制（受限时不超过 ${measured(highest, 0, 'zh-CN')}）`,
    remedy: () => '请为该损失函数使用梯度惩罚、权重裁剪或谱归一化，或降低学习率。',
  },
  gridImagesAlike: {
    message: ({ percent }) => `样本图中的图像几乎完全相同：差异${only(percent, '真实图像')}`,
  },
  gridFewPatterns: {
    message: ({ rank, real }) =>
      `样本图中的图像缺少多样性：彼此之间${rank < 1 ? '几乎没有差异' : `只有 ${grouped(rank)} 种差异`}，而同样数量的真实图像有 ${grouped(real)} 种（有效秩）`,
  },
  discriminatorWon: {
    message: ({ loss, balanced }) =>
      `判别器能识破所有图像（损失为 ${vanishing(loss, 'zh-CN')}，平衡时为 ${measured(balanced, 2, 'zh-CN')}），生成器几乎学不到东西`,
    remedy: () => '如果降低学习率还不够，可以只降低判别器的学习率，或减少判别器步数。',
  },
  discriminatorBeaten: {
    message: ({ real, fake }) =>
      `判别器认为生成图像（${measured(fake, 2, 'zh-CN')}）比真实图像（${measured(real, 2, 'zh-CN')}）更真实，生成器学不到东西`,
    remedy: () => '如果降低学习率还不够，可以只降低生成器的学习率，或增加判别器步数。',
  },
  discriminatorFlat: {
    message: () => '判别器给真实图像和生成图像的评分相同，生成器学不到东西',
  },
  classesMissing: {
    message: ({ missing, of }) =>
      `${grouped(of)} 个类别中有 ${grouped(missing)} 个几乎没有生成图像`,
  },
  classesLost: {
    message: ({ missing, of, lost }) =>
      `${grouped(of)} 个类别中有 ${grouped(missing)} 个几乎不再生成图像（类别 ${lost}）`,
  },
  distancesSmall: {
    message: ({ percent }) => `生成图像过于相似：彼此的距离${only(percent, '真实图像之间')}`,
  },
  rankSmall: {
    message: ({ percent }) => `生成图像的变化过于单一：有效秩${only(percent, '真实图像')}`,
  },
  discriminatorTooSlow: {
    message: ({ rateD, rateG }) =>
      `判别器的学习率（${rateD}）远低于生成器的学习率（${rateG}），判别器跟不上`,
    remedy: () => '请使用相同的学习率。',
  },
  generatorTooSlow: {
    message: ({ rateD, rateG }) =>
      `生成器的学习率（${rateG}）远低于判别器的学习率（${rateD}），生成器跟不上`,
    remedy: () => '请使用相同的学习率。',
  },
  clippedTooMuch: {
    message: ({ limit }) => `判别器的权重被裁剪到 ±${limit} 之内，几乎无法区分图像`,
    remedy: ({ usual }) => `请把裁剪范围设为 ${usual}。`,
  },
  criticToPenalise: {
    message: () => '判别器的斜率没有受到限制，而 Wasserstein 损失要求加以限制',
    remedy: () => '请使用梯度惩罚。',
  },
  criticToClip: {
    message: () => '判别器的斜率没有受到限制，而 Wasserstein 损失要求加以限制',
    remedy: () => '请使用权重裁剪。',
  },
  alarmEnded: {
    message: ({ why, began, step }) =>
      `第 ${grouped(began)} 步至第 ${grouped(step)} 步的问题已结束：${why}`,
  },
  wentWrong: {
    message: ({ why }) => `训练出了问题：${why}`,
    remedy: () => '请用更低的学习率开始新的训练。',
  },
}
