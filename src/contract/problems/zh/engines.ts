import { grouped } from '../../counted'
import { runsOn } from '../engines'
import type { enginesProblems as english } from '../engines'

const provision = () => '请运行：node scripts/provision-engine.mjs --force，查看缺少什么。'

const devices: Record<string, string> = {
  'CPU with oneDNN': 'CPU（oneDNN）',
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
    message: () => 'WebAssembly 引擎未能启动',
    remedy: () => '它需要 WebAssembly 和少量空闲内存；cpu 引擎不需要 WebAssembly。',
  },
  wasmMemoryFull: {
    message: ({ bytes }) => `WebAssembly 内存不足：还需要 ${grouped(bytes)} 字节`,
    remedy: () => '请选择更小的批大小或图像尺寸，或改用其他引擎。',
  },
  wasmThreadHangs: {
    message: () => 'WebAssembly 引擎的一个线程没有响应',
    remedy: () => '请恢复训练；如果再次发生，请改用单线程训练。',
  },
  wasmThreadFailed: {
    message: () => 'WebAssembly 引擎的一个线程在计算中出错',
    remedy: () => '请恢复训练；如果再次发生，请改用单线程训练。',
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
  noEngineStarts: { message: ({ why }) => `本机没有能启动的计算引擎：${why}` },
}
