import type { Language } from './language'

/** A text in every language of the studio. */
export interface Words {
  en: string
  zh: string
}

export const inLanguage = (words: Words, language: Language): string =>
  language === 'zh-CN' ? words.zh : words.en
