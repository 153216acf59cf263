import { grouped } from '../../counted'
import type { sweepProblems as english } from '../sweep'

/** Problems with sweeps, in Chinese. */
export const sweepProblems: typeof english = {
  sweepUnreadable: { message: ({ why }) => `参数搜索无法使用：${why}` },
  noSuchSweep: {
    message: ({ id }) => `没有参数搜索“${id}”`,
    remedy: () => '用“sweep list”列出所有参数搜索。',
  },
  sweepUnknownSetting: {
    message: ({ name }) => `没有名为“${name}”的超参数`,
    remedy: () => '“presets show reference”会列出所有名称。',
  },
  sweepSeedAxis: {
    message: () => '随机种子不能作为搜索轴',
    remedy: () => '请在“seeds”中列出种子：配置按各种子的平均值排名。',
  },
  sweepRangeNeedsCount: {
    message: ({ name }) => `网格搜索需要 ${name} 的取值个数`,
    remedy: () => '请为该范围加上“count”，或直接列出各个值。',
  },
  sweepNeedsCount: {
    message: ({ method }) => `方法“${method}”需要配置的数量`,
    remedy: () => '请加上“random”：{“count”: 20}。',
  },
  sweepTooLarge: {
    message: ({ count, most }) => `参数搜索有 ${grouped(count)} 个训练，最多 ${grouped(most)} 个`,
    remedy: () => '请减少取值或种子，或使用方法“random”。',
  },
  sweepNotMeasured: {
    message: ({ name }) => `“${name}”不能用于排名：它不是随图像质量单向变化的图像指标`,
    remedy: () => '请使用“evaluate --help”列出的指标，例如“fid”。',
  },
  sweepRungsOrder: { message: () => '各轮结束时的图像数必须递增' },
  sweepRungTooEarly: {
    message: ({ earliest }) => `第一轮在 ${grouped(earliest)} 张图像后结束，此时还无法评判平均权重`,
    remedy: ({ least }) => `请在至少 ${grouped(least)} 张图像后结束：平均的两个半衰期，或一步。`,
  },
  sweepRungTooLate: {
    message: ({ last, most }) =>
      `有一轮在 ${grouped(last)} 张图像后结束，而训练在 ${grouped(most)} 张后就结束了`,
    remedy: () => '训练的终点就是最后一轮，不必列出。',
  },
  sweepRungsDiffer: {
    message: () => '各配置的轮数不同',
    remedy: () => '请以图像数列出各轮的终点。',
  },
  sweepNoScore: { message: ({ name, why }) => `图像没有“${name}”的值：${why}` },
  sweepNoCandidate: { message: ({ number }) => `该参数搜索没有配置 ${number}` },
  sweepNotJson: { message: ({ why }) => `参数搜索的文件不是 JSON：${why}` },
  sweepActive: {
    message: ({ name }) => `参数搜索“${name}”仍在训练`,
    remedy: () => '请先停止。',
  },
  sweepCannotContinue: { message: ({ name, why }) => `参数搜索“${name}”无法继续：${why}` },
  sweepNotFailed: { message: () => '该参数搜索没有失败的训练' },
  sweepChanged: {
    message: ({ name }) => `文件与参数搜索“${name}”的差别不只是新增的取值、种子或随机配置`,
    remedy: () => '请在文件中换一个名称，以开始新的参数搜索。',
  },
}
