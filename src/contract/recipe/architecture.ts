import type { Words } from '../words'
import type { Values } from './entries'

/** The architectures there are, by name. */
export const architectures = {
  mlp: { label: { en: 'Fully connected', zh: '全连接' } },
  dcgan: { label: { en: 'Convolutional', zh: '卷积' } },
}

/** What is wrong with the image size for the architecture chosen. */
export function sizeConflict({ architecture, imageSize }: Values): Words | undefined {
  if (architecture !== 'dcgan' || Number(imageSize) % 4 === 0) return undefined
  return {
    en: 'must be a multiple of 4 for the dcgan architecture',
    zh: '使用 DCGAN 时必须是 4 的倍数',
  }
}
