import type { Language } from '../../contract/language'
import { inLanguage } from '../../contract/words'
import type { Words } from '../../contract/words'
import { en } from './en'
import type { Catalogue } from './en'
import { Formats } from './format'
import { zh } from './zh'

/** The texts that are loaded with the page, by language and area. */
export const catalogues: Record<Language, Catalogue> = { en, 'zh-CN': zh }

/**
 * The texts of a screen that is loaded when it is opened. They are in the screen's folder, so that
 * they are not part of the page's first scripts.
 */
export type TextsByLanguage<T> = Readonly<Record<Language, T>>

/** Returns the chosen language, or else the system's first supported one, or else English. */
export function pickLanguage(chosen: Language | null, system: readonly string[]): Language {
  if (chosen !== null) return chosen
  for (const tag of system) {
    const [language] = tag.toLowerCase().split('-')
    if (language === 'zh') return 'zh-CN'
    if (language === 'en') return 'en'
  }
  return 'en'
}

/**
 * The user's language: `i18n.t.<area>.<text>`, `i18n.of(<screen's texts>).<text>`,
 * `i18n.format.<kind>(value)` and, for texts of the contract's tables, `i18n.words(words)`.
 */
export class I18n {
  private shown = $state<Language>('en')
  /** Whether notices are available in Chinese. */
  private hasChinese = $state(false)
  private wanted: Language = 'en'
  readonly t = $derived(catalogues[this.language])
  readonly format = $derived(new Formats(this.language))

  /** @param loadChinese makes notices available in Chinese */
  constructor(private readonly loadChinese: () => Promise<unknown>) {}

  get language(): Language {
    // A dependency, so that notices are shown in Chinese even if their texts arrive late.
    void this.hasChinese
    return this.shown
  }
  set language(language: Language) {
    this.shown = language
  }

  /**
   * Changes the language once its notices are loaded; the last call wins. If they cannot be loaded,
   * notices remain in English until a later call.
   */
  async use(language: Language): Promise<void> {
    this.wanted = language
    if (language === 'zh-CN' && !this.hasChinese) {
      const loaded = await this.loadChinese().then(
        () => true,
        () => false,
      )
      if (loaded) this.hasChinese = true
    }
    if (this.wanted === language) this.language = language
  }

  of<T>(texts: TextsByLanguage<T>): T {
    return texts[this.language]
  }

  words(words: Words): string {
    return inLanguage(words, this.language)
  }
}

export const i18n = new I18n(() => import('../../contract/chinese-notices'))
