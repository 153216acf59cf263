import { grouped } from '../../counted'
import { runsOn } from '../engines'
import type { enginesProblems as english } from '../engines'

const provision = () =>
  '请运行：node scripts/provision-engine.mjs --check，查看缺少什么；改用 --force 则重新安装。'

const orBranch = '，或从其检查点以 float32 精度开始新的训练。'

const devices: Record<string, string> = {
  'CPU with oneDNN': 'CPU（oneDNN）',
  'CPU with Eigen': 'CPU（Eigen）',
  'CPU with oneDNN, bfloat16': 'CPU（oneDNN，bfloat16）',
  'GPU (CUDA), bfloat16': 'GPU (CUDA)，bfloat16',
  'WebAssembly without SIMD': 'WebAssembly（无 SIMD）',
  'WebAssembly SIMD, fused multiply-add': 'WebAssembly SIMD（融合乘加）',
}
/** Translates an engine's English device name. */
export const deviceName = (device: string): string => devices[device] ?? device

/** Problems of engines in Chinese. */
export const enginesProblems: typeof english = {
  engineNotInstalled: { message: ({ name }) => `未安装软件包 ${name}`, remedy: provision },
  engineNotBuilt: {
    message: ({ name }) => `${name} 的原生插件未编译或无法加载`,
    remedy: provision,
  },
  engineDoesNotLoad: {
    message: ({ name, why }) => `${name} 的原生插件无法加载：${why}`,
    remedy: provision,
  },
  engineDoesNotStart: { message: ({ name, why }) => `计算引擎 ${name} 无法启动：${why}` },
  engineOfOtherVersion: {
    message: ({ name }) => `${name} 的版本不是 GAN Studio 所需的版本`,
    remedy: () => '请用 npm ci 安装 package-lock.json 中的确切版本。',
  },
  wasmDidNotStart: {
    message: () => 'WebAssembly 计算引擎未能启动',
    remedy: () => '它需要 WebAssembly 和少量空闲内存；cpu 计算引擎不需要 WebAssembly。',
  },
  wasmMemoryFull: {
    message: ({ bytes }) => `WebAssembly 内存不足：还需要 ${grouped(bytes)} 字节`,
    remedy: () => '请选择更小的批大小或图像尺寸，或改用其他计算引擎。',
  },
  wasmThreadHangs: {
    message: () => 'WebAssembly 计算引擎的一个线程没有响应',
    remedy: () => '请恢复训练；如果再次发生，请改用单线程训练。',
  },
  wasmThreadFailed: {
    message: () => 'WebAssembly 计算引擎的一个线程在计算中出错',
    remedy: () => '请恢复训练；如果再次发生，请改用单线程训练。',
  },
  bfloat16Engine: {
    message: ({ name }) => `bfloat16 只能在 tensorflow 计算引擎上运行，不能在 ${name} 上运行`,
    remedy: ({ plan }) =>
      plan === 'new'
        ? '请选择 tensorflow 计算引擎，或改用 float32 训练。'
        : `请用 tensorflow 计算引擎继续${orBranch}`,
  },
  bfloat16EngineMissing: {
    message: ({ name }) =>
      `bfloat16 不能在 ${name} 上运行：它需要 tensorflow 计算引擎，而本机没有可用的 tensorflow`,
    remedy: ({ plan }) =>
      plan === 'new'
        ? '请改用 float32 训练，或先安装 tensorflow 计算引擎。'
        : `请在有 tensorflow 计算引擎的机器上继续${orBranch}`,
  },
  bfloat16Hardware: {
    message: () =>
      '本机没有 bfloat16 运算：需要带 avx512_bf16 或 amx_bf16 的处理器，或计算能力 8.0 以上的 NVIDIA GPU',
    remedy: ({ plan }) =>
      plan === 'new' ? '请改用 float32 训练。' : `请在支持它的机器上继续${orBranch}`,
  },
  bfloat16NotCompiled: {
    message: () => 'bfloat16 需要编译训练步',
    remedy: ({ plan }) =>
      plan === 'new' ? '请编译训练步，或改用 float32 训练。' : `请编译训练步${orBranch}`,
  },
  bfloat16CompileFailed: {
    message: ({ why }) => `bfloat16 需要编译训练步，但未能编译：${why}`,
    remedy: () => '请改用 float32 训练。',
  },
  bfloat16Used: {
    message: ({ cast, of }) =>
      cast === 0
        ? `每步的 ${grouped(of)} 种乘积与卷积在本机用 bfloat16 都不会更快，因此全部用 float32`
        : `每步的 ${grouped(of)} 种乘积与卷积中，${grouped(cast)} 种在本机用 bfloat16 更快，用 bfloat16 计算；其余用 float32`,
  },
  bfloat16Forced: {
    message: ({ cast, of }) =>
      `因为 GAN_STUDIO_BFLOAT16 设为 always，每步的 ${grouped(of)} 种乘积与卷积中，${grouped(cast)} 种用 bfloat16 计算，不论是否更快；其余用 float32`,
  },
  noImagesMade: {
    message: ({ why }) => `未能生成图像：${why}`,
    remedy: () => '请重试；如果是内存不足，请减少图像数量。',
  },
  engineDidNotStart: { message: ({ name }) => `计算引擎 ${name} 未能启动` },
  computesOn: {
    message: ({ name, version, device }) =>
      `运行于 ${runsOn({ name, version, device: deviceName(device) }, '纯 JavaScript')}`,
  },
  engineNotUsed: { message: ({ name, why }) => `未使用计算引擎 ${name}：${why}` },
  runEngineGone: {
    message: ({ engine, why }) => `此训练所用的计算引擎 ${engine} 不可用：${why}`,
    remedy: () =>
      '如需改用其他计算引擎继续，请加上 --engine auto；舍入会有所不同，最终的权重不会完全一致。',
  },
  chosenEngineGone: {
    message: ({ engine, why }) => `此训练指定的计算引擎 ${engine} 不可用：${why}`,
    remedy: () => '如需改用其他计算引擎训练，请加上 --engine auto。',
  },
  measuredWhileBusy: {
    message: () =>
      '测量 TensorFlow 的最快设置时，其他程序占用了本机，因此可能还有更快的设置；' +
      '请在空闲时重新测量：在“设置”中，或运行“npm run engines -- --measure”',
  },
  setupNotSaved: {
    message: ({ why }) => `TensorFlow 的最快设置无法保存，下次启动时会重新测量：${why}`,
  },
  measureWhileTraining: {
    message: () => '有训练正在进行、正在启动或已暂停，无法测量本机的速度',
    remedy: () => '请在训练结束或停止后重新测量。',
  },
  nothingToMeasure: {
    message: () => '没有可测量的内容：TensorFlow 无法在本机运行',
    remedy: () => '计算引擎列表中有原因。',
  },
  noEngineStarts: { message: ({ why }) => `本机没有能启动的计算引擎：${why}` },
}
