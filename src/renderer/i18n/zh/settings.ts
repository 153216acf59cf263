import { deviceName } from '../../../contract/problems/zh/engines'
import type { settings as english } from '../en/settings'

export const settings: typeof english = {
  title: '设置',
  intro: '修改会自动保存。',
  appearance: '外观',
  theme: '主题',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言',
  languageSystem: '跟随系统',
  languages: { en: 'English', 'zh-CN': '简体中文' },
  notifications: '通知',
  notify: '训练结束时通知我',
  notifyRefused: '浏览器阻止了通知。请在浏览器的网站设置中允许。',
  compute: '计算引擎',
  unavailable: '不可用',
  device: (device, threads) => `${deviceName(device)}，${threads} 个线程`,
  checkAgain: '重新检测',
  speed: {
    measured: (threads, library, when) =>
      `TensorFlow 的最快设置：${threads} 个线程${library === undefined ? '' : `，${library}`}${when === undefined ? '' : `（测量于 ${when}）`}。`,
    unknown: '尚未测量 TensorFlow 的最快设置。下次使用 TensorFlow 训练之前会测量。',
    off: '由于环境变量 GAN_STUDIO_MEASURE 为 “never”，训练之前不会测量 TensorFlow 的最快设置。',
    now: '正在测量，通常需要 5 到 20 秒，机器繁忙时需要几分钟。',
    busy: '测量时本机繁忙，因此可能还有更快的设置。请在空闲时重新测量。',
    again: '重新测量',
    first: '立即测量',
    training: '没有正在进行、正在启动或已暂停的训练时可用。',
  },
  dataFolder: '数据文件夹',
  dataFolderHelp: '训练记录、检查点和样本图都以开放格式保存在这里。',
  dataFolderChange:
    '如需使用其他文件夹，请在启动 GAN Studio 之前将环境变量 GAN_STUDIO_HOME 设为其路径。',
  about: '关于',
  version: '版本',
  host: '运行方式',
  hosts: { electron: '桌面应用', web: '网页服务器' },
  protocol: '协议',
}
