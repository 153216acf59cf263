import { describe, expect, it } from 'vitest'
import { suggestedSize } from '../../../../contract/datasets/suggest'
import { Formats } from '../../../i18n/format'
import { catalogues, i18n } from '../../../i18n/i18n.svelte'
import { sizeNote } from './size-note'

const english = {
  ...{ t: catalogues.en, format: new Formats('en') },
  words: ({ en }: { en: string }) => en,
}
const note = (imageSize: number, channels: 1 | 3, images = 5_000) =>
  sizeNote({ imageSize, channels, images }, english)

describe('the note on an image size', () => {
  it('is not there where a preset is made for such images', () => {
    expect([note(28, 1), note(64, 3)]).toEqual([undefined, undefined])
  })

  it('names the preset that a new run adapts', () => {
    expect(note(128, 3)).toBe(
      'No preset is made for images like these; a new run will adapt “Convolutional GAN (DCGAN)”.',
    )
    expect(note(128, 3, 100)).toContain('“GAN for few images”')
    expect(note(30, 1)).toContain('“Reference GAN”')
  })

  it('is in the language of the page', () => {
    i18n.language = 'zh-CN'
    expect(sizeNote({ imageSize: 128, channels: 3, images: 5_000 }, i18n)).toContain('“卷积 GAN')
    i18n.language = 'en'
  })

  it('warns of sizes that convolutional networks cannot have, or no run', () => {
    expect(note(66, 3)).toBe('Convolutional networks need a size that is a multiple of 4.')
    expect(note(300, 3)).toBe('Runs use at most 256 pixels and scale larger images down.')
    for (let size = 36; size <= 256; size++) {
      expect(note(size, 1)?.includes('multiple of 4'), `${size}`).toBe(size % 4 !== 0)
    }
  })

  it('is not there while the size cannot be used, or is being typed', () => {
    for (const size of [NaN, 0, -4, 2, 28.5]) expect(note(size, 3)).toBeUndefined()
  })

  it('is not there for photographs with the suggested size', () => {
    expect(note(suggestedSize([{ width: 4_000, height: 3_000, images: 9 }]), 3)).toBeUndefined()
  })
})
