import type { runPage as english } from '../en/run-page'

const n = (value: number) => value.toLocaleString('zh-CN')

export const runPage: typeof english = {
  start: {
    title: '正在启动',
    names: {
      engine: '加载计算引擎',
      data: '读取数据',
      compile: '准备训练步',
      firstStep: '执行第一步',
    },
    done: '已完成',
    now: {
      machine:
        '正在测试哪些设置在本机上训练最快，只需进行一次，通常需要 5 到 20 秒，机器繁忙时需要几分钟。',
      engine: '正在加载计算引擎…',
      data: '正在读取图像…',
      compile: '正在编译训练步…',
      firstStep: '正在绘制第一张样本图并执行第一步…',
    },
    slow: {
      machine: '如果其他程序占用处理器，需要更长时间。',
      engine: '如果其他程序占用处理器，需要更长时间。',
      data: '图像很多或磁盘较慢时，需要更长时间。',
      compile: '模型较大或其他程序占用处理器时，需要更长时间。',
      firstStep: '模型较大或其他程序占用处理器时，需要更长时间。',
    },
    elapsed: (time) => `${time}前启动`,
    cancelled: '已取消启动',
  },
  settings: {
    title: '设置',
    same: (preset) => `${preset}，未作改动`,
    label: (preset) => `与${preset}不同：`,
    all: '全部设置',
    value: (name, value) => `${name}：${value}`,
    more: (i) => `另有 ${n(i)} 项`,
    dataset: '数据集',
    engine: '计算引擎',
    enginesUsed: '用过的计算引擎',
    stepsOn: (engine, from, to) => `${engine}（第 ${from}–${to} 步）`,
    threads: '线程数',
    mathLibrary: '数学库',
    withUsed: (chosen, used) => `${chosen}（${used}）`,
    compile: '编译训练步',
    on: '开',
    off: '关',
    automatic: '自动',
    startedFrom: '起始于',
    atStep: (step) => `的第 ${step} 步`,
    endOfTraining: '训练结束时',
    epoch: (epoch) => `第 ${epoch} 轮`,
  },
  facts: {
    duration: '用时',
    averageSpeed: '平均速度',
  },
  charts: {
    outside: (i) => `${n(i)} 个点超出范围`,
    outsideHelp: '少数极端值被截去，以便看清图表的其余部分。',
    marks: '时间轴上的标记',
    markNames: { checkpoint: '检查点', sample: '样本', resume: '恢复训练' },
    newest: '最新值',
    newestSmoothed: '最新值（已平滑）',
    lastStep: '最后一步',
  },
  samples: {
    enlarge: '放大样本图',
    recent: '近期样本',
    show: (place) => `显示${place}的样本`,
    newest: '显示最新',
    cell: (i, place) => `${place}的第 ${n(i)} 幅图像`,
    back: '整张样本图',
  },
  balanceAtEnd: {
    balanced: { name: '结束时：平衡', text: '判别器几乎无法区分生成图像与真实图像。' },
    discriminatorAhead: {
      name: '结束时：判别器领先',
      text: '正常：生成器一直从略强的判别器那里学习。',
    },
    discriminatorFarAhead: {
      name: '结束时：判别器大幅领先',
      text: '判别器几乎总能判断正确，生成器没能学到多少东西。',
    },
    generatorAhead: { name: '结束时：生成器领先', text: '判别器认为生成图像比真实图像更真实。' },
  },
  shortRun: {
    name: '步数太少，无法判断',
    text: '只有几百步的训练还看不出两个网络是否平衡。',
  },
}
