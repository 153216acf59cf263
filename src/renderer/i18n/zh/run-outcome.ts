import type { runOutcome as english } from '../en/run-outcome'

export const runOutcome: typeof english = {
  badge: {
    early: '已提前停止',
    diverged: '已发散',
    collapsed: '生成器崩溃',
    alarm: '警报',
    short: '步数过少',
  },
  alarm: {
    now: '训练出了问题',
    ended: '训练曾出问题，且未恢复',
    since: (step, what) => `从第 ${step} 步起：${what}`,
    lowerRates: '降低学习率通常有帮助。',
    from: (step) => `第 ${step} 步的检查点保存于问题出现之前，新的训练可以从那里继续。`,
    fromStart: '问题出现之前没有合适的检查点，因此新的训练从头开始。',
  },
  generateBest: '用最佳检查点生成图像',
  with: {
    lowerRates: '更低的学习率',
    slowDiscriminator: '相同的学习率',
    slowGenerator: '相同的学习率',
    clippedDiscriminator: '更宽的裁剪范围',
    unlimitedCritic: '受约束的判别器',
  },
  newRun: (remedy) => `以${remedy}新建训练`,
  fromCheckpoint: (step, remedy) => `以${remedy}从第 ${step} 步继续`,
  diverged: {
    title: (step) => `训练在第 ${step} 步发散`,
    text: '恢复训练会重复同样的步骤并再次发散。降低学习率通常有效。',
    usable: (step) => `第 ${step} 步的检查点可用：可以用它生成图像，也可以在新的训练中从它继续。`,
    noneUsable: '没有可用的检查点。',
  },
  damaged: {
    title: '此训练无法恢复',
    text: '请从备份恢复检查点，或从头开始。不会删除任何内容：现有文件会移到训练文件夹中的“set-aside”。',
    fromStart: '从头开始',
  },
  engineGone: {
    title: '此训练所用的计算引擎不可用',
    text: '可以改用其他计算引擎继续，但舍入会有所不同，最终的权重不会完全一致。',
    another: '改用其他计算引擎继续',
  },
  chosenEngineGone: {
    title: '此训练指定的计算引擎不可用',
    text: '可以改用其他计算引擎训练。',
    another: '改用其他计算引擎训练',
  },
  startsFrom: (step) => `从其第 ${step} 步的检查点开始`,
  collapsed: '训练已完成，但结果可能不可用',
  longer: {
    button: '延长训练',
    title: '延长训练',
    text: '从最近的检查点继续训练，结果与一开始就设定这么多轮数完全相同。',
    textOn: (engine) =>
      `从最近的检查点用同一计算引擎（${engine}）继续训练，结果与一开始就设定这么多轮数完全相同。`,
    otherEngine: (from, to) =>
      `此训练使用的是 ${from}，目前不可用；将改用 ${to} 继续：舍入会有所不同，结果不会完全一致。`,
    scheduled: (end: string) => `第 ${end} 轮之后，按计划变化的各项保持最终值。`,
    epochs: '总轮数',
    help: (least) => `至少 ${least}。`,
    range: (least, most) => `请输入 ${least} 到 ${most} 之间的整数。`,
    start: '开始训练',
  },
}
