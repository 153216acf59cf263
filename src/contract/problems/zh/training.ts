import { grouped } from '../../counted'
import { measured } from '../../magnitude'
import { labelIn } from '../../metrics/table'
import type { trainingProblems as english } from '../training'

const lower = () => '请用更低的学习率或其他随机种子开始新的训练。'
const intact = () => '恢复训练即可从最近的检查点继续；没有检查点时从头开始。'

/** Problems of training in Chinese. */
export const trainingProblems: typeof english = {
  lossesDiverged: {
    message: ({ step, lossD, lossG }) =>
      `训练发散：第 ${grouped(step)} 步的损失为 D ${lossD}、G ${lossG}`,
    remedy: lower,
  },
  metricsDiverged: {
    message: ({ step, values }) => `第 ${grouped(step)} 步训练发散：${values}`,
    remedy: lower,
  },
  metricValue: { message: ({ key, value }) => `${labelIn(key, 'zh-CN')}为 ${value}` },
  weightsDiverged: {
    message: ({ step, name, count, of }) =>
      `训练发散：第 ${grouped(step)} 步之后，${name} 的 ${grouped(of)} 个值中有 ${grouped(count)} 个是 NaN 或无穷大`,
    remedy: lower,
  },
  imagesDiverged: {
    message: ({ step, count, of }) =>
      `训练发散：第 ${grouped(step)} 步的 ${grouped(of)} 张样本图像中有 ${grouped(count)} 张含有 NaN 或无穷大的像素`,
    remedy: lower,
  },
  generatorCollapsed: {
    message: ({ why }) => `生成器似乎已崩溃：${why}`,
    remedy: lower,
  },
  tooFewSteps: {
    message: ({ steps }) => `只训练了 ${grouped(steps)} 步：步数太少，还得不到可辨认的图像`,
    remedy: () => '请延长训练。',
  },
  imagesAlike: { message: () => '最后一张样本图中的图像几乎完全相同' },
  generatorLossHuge: {
    message: ({ loss }) =>
      `${labelIn('lossG', 'zh-CN')}一直在 ${measured(Number(loss), 0, 'zh-CN')} 左右`,
  },
  trainerKilled: {
    message: () => '训练进程被终止，可能是因为内存不足',
    remedy: intact,
  },
  trainerCrashed: { message: ({ signal }) => `训练进程崩溃（${signal}）`, remedy: intact },
  trainerEnded: { message: ({ code }) => `训练进程意外退出（退出码 ${code}）`, remedy: intact },
  trainerHung: {
    message: ({ seconds }) => `训练进程未在 ${grouped(seconds)} 秒内停止，已被终止`,
    remedy: intact,
  },
  hostEnded: {
    message: () =>
      'GAN Studio 在停止训练之前就已退出：可能是 GAN Studio 被强制结束、有人连按了两次 Ctrl-C，或者计算机关机或崩溃',
    remedy: intact,
  },
  checkpointUnusable: { message: ({ step, why }) => `第 ${grouped(step)} 步：${why}` },
  checkpointSkipped: {
    message: ({ step, why }) => `跳过第 ${grouped(step)} 步的检查点：${why}`,
  },
  metricNotFinite: {
    message: ({ name, value, step }) => `第 ${grouped(step)} 步的 ${name} 变为 ${value}`,
    remedy: lower,
  },
  setAside: { message: ({ folder }) => `之后步骤的文件已移到训练文件夹中的 ${folder}` },
  metricsCopied: {
    message: ({ folder }) => `含有损坏行的原指标日志已复制到训练文件夹中的 ${folder}`,
  },
  startsOver: { message: () => '尚未保存过检查点，因此从头开始训练' },
  alreadyTrained: {
    message: ({ asked, done }) =>
      `要求在第 ${grouped(asked)} 步结束，但此训练已完成 ${grouped(done)} 步`,
    remedy: () => '请指定更多的轮数或步数。',
  },
  divergesAgain: {
    message: ({ step }) => `此训练在第 ${grouped(step)} 步发散，恢复训练会重复同样的步骤`,
    remedy: () => '请改用更低的学习率开始新的训练。',
  },
  compiledStepNotUsed: { message: ({ why }) => `未使用编译的训练步，训练会变慢：${why}` },
  compiledResultDiffers: {
    message: ({ step, name, difference }) =>
      `执行步骤“${step}”后，${name} 与逐个运算的结果不同（相对差异 ${difference}）`,
  },
  compiledStepFailed: {
    message: ({ why, step }) =>
      `编译的训练步出错（${why}）；从第 ${grouped(step)} 步起逐个运算继续训练，速度会变慢`,
  },
  engineChanged: {
    message: ({ from, to }) =>
      `此训练原先使用计算引擎 ${from}，现改用 ${to}：舍入不同，最终的权重不会完全一致`,
  },
  engineUpdated: {
    message: ({ from, to }) =>
      `此训练原先使用 ${from}，现改用 ${to}：舍入可能不同，最终的权重可能不会完全一致`,
  },
  threadsChanged: {
    message: ({ from, to }) => `此训练原先使用 ${from} 个线程，现改用 ${to} 个：求和的舍入可能不同`,
  },
  metricsGaps: { message: ({ what }) => `指标日志有缺失：${what}` },
  lastLineTorn: { message: () => '最后一行无法使用' },
  linesDamaged: { message: ({ count }) => `${grouped(count)} 行无法使用` },
  stepsWithoutLine: {
    message: ({ count, last }) => `前 ${grouped(last)} 步中有 ${grouped(count)} 步没有记录`,
  },
}
