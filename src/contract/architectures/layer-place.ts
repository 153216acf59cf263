import type { Words } from '../words'

/*
 * A layer's place in words, counted from 1: "generator, layer 5 (residual), main branch, layer 2
 * (conv2d)". Elsewhere, places are written as in PyTorch's names, counted from 0: `4.main.1`.
 */

const wordings = {
  en: {
    generator: 'generator',
    discriminator: 'discriminator',
    classifier: 'classifier',
    main: 'main branch',
    shortcut: 'shortcut',
    layer: (number: number, type: string) => `layer ${number}${type && ` (${type})`}`,
    gap: ', ',
  },
  zh: {
    generator: '生成器',
    discriminator: '判别器',
    classifier: '分类器',
    main: '主分支',
    shortcut: '捷径',
    layer: (number: number, type: string) => `第 ${number} 层${type && `（${type}）`}`,
    gap: '，',
  },
}

/**
 * Returns a layer's place in words.
 *
 * @param at the layer's place, such as `4.main.1`
 * @param type the layer's type; empty if it is not known
 */
export function layerPlace(
  language: keyof Words,
  role: 'generator' | 'discriminator' | 'classifier',
  { at, type }: { at: string; type: string },
): string {
  const words = wordings[language]
  const parts = at.split('.')
  const named = parts.map((part, i) => {
    if (part === 'main' || part === 'shortcut') return words[part]
    return words.layer(Number(part) + 1, i === parts.length - 1 ? type : 'residual')
  })
  return [words[role], ...named].join(words.gap)
}
