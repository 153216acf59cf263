import type { Words } from '../words'
import type { Architecture, NetworkSettings } from './architecture'

/*
 * Convolutional networks work at several sizes of feature maps, each half the one before. The
 * number of halvings is the number of levels.
 */

/** 256 pixels, halved this often, are one. */
export const MAX_LEVELS = 8
/** The smallest feature maps of the automatic choice have at most this many pixels a side. */
const SMALL_ENOUGH = 7
/** The first version's networks always had two levels; fewer would be too few. */
const LEAST = 2

/** The number of levels: as set, or until the feature maps are small or their size is odd. */
export function levelsOf({
  imageSize,
  levels: set,
}: Pick<NetworkSettings, 'imageSize' | 'levels'>): number {
  if (set > 0) return set
  let levels = LEAST
  for (let size = imageSize / 2 ** LEAST; size > SMALL_ENOUGH && size % 2 === 0; size /= 2) levels++
  return levels
}

/** Width and height of the smallest feature maps. */
export const smallestSize = (settings: Pick<NetworkSettings, 'imageSize' | 'levels'>): number =>
  settings.imageSize / 2 ** levelsOf(settings)

/** The largest multiple of the base width. */
const WIDEST = 8

/** Channels at each level, from half the image size down; they double until 8 times the base. */
export const widthsOf = (settings: NetworkSettings): number[] =>
  Array.from(
    { length: levelsOf(settings) },
    (_, level) => settings.baseWidth * Math.min(WIDEST, 2 ** level),
  )

/** Image sizes that cannot be halved as often as needed. */
export const levelConflict = {
  imageSize: (size, { levels }) =>
    levels > 0 || size % 2 ** LEAST === 0
      ? undefined
      : {
          en: 'Must be a multiple of 4 for convolutional networks.',
          zh: '使用卷积网络时必须是 4 的倍数。',
        },
  levels: (levels, { imageSize }) =>
    levels === 0 || !Number.isInteger(imageSize) || imageSize % 2 ** levels === 0
      ? undefined
      : unreachable(levels, imageSize),
} satisfies Architecture['conflict']

function unreachable(levels: number, imageSize: number): Words {
  let times = 0
  for (let size = imageSize; size > 0 && size % 2 === 0; size /= 2) times++
  const factor = 2 ** levels
  return {
    en: `${imageSize} pixels can be halved ${times === 1 ? 'once' : `${times} times`}; for ${levels} levels, the image size must be a multiple of ${factor}.`,
    zh: `${imageSize} 像素只能减半 ${times} 次；${levels} 级要求图像尺寸是 ${factor} 的倍数。`,
  }
}
