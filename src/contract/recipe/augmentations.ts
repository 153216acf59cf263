import type { Words } from '../words'

/** The changes that augmentations consist of, one file each in src/main/gan/augmentations. */
export type AugmentationPart = 'brightness' | 'saturation' | 'contrast' | 'translation' | 'cutout'

interface AugmentationFacts {
  label: Words
  meaning: Words
  /** In the order in which they are applied. */
  parts: readonly AugmentationPart[]
}

const colour = ['brightness', 'saturation', 'contrast'] as const

/** The sets of changes to choose from; none of them mirrors, which would spoil digits and letters. */
export const augmentations = {
  none: {
    label: { en: 'None', zh: '无' },
    meaning: { en: 'images are not changed.', zh: '不作改变。' },
    parts: [],
  },
  colour: {
    label: { en: 'Colour', zh: '颜色' },
    meaning: { en: 'brightness, saturation and contrast.', zh: '亮度、饱和度与对比度。' },
    parts: colour,
  },
  translation: {
    label: { en: 'Translation', zh: '平移' },
    meaning: {
      en: 'shifts by up to an eighth of the image.',
      zh: '平移至多图像边长的八分之一。',
    },
    parts: ['translation'],
  },
  translationCutout: {
    label: { en: 'Translation and cutout', zh: '平移与遮挡' },
    meaning: {
      en: 'shifts, and a grey square half the image’s width.',
      zh: '另外用灰色方块遮住一部分，方块边长为图像的一半。',
    },
    parts: ['translation', 'cutout'],
  },
  colourCutout: {
    label: { en: 'Colour and cutout', zh: '颜色与遮挡' },
    meaning: { en: 'for large data sets.', zh: '适合较大的数据集。' },
    parts: [...colour, 'cutout'],
  },
  colourTranslationCutout: {
    label: { en: 'Colour, translation and cutout', zh: '颜色、平移与遮挡' },
    meaning: { en: 'for small data sets.', zh: '适合较小的数据集。' },
    parts: [...colour, 'translation', 'cutout'],
  },
} as const satisfies Record<string, AugmentationFacts>
