import type { Language } from './language'

/** Text in every supported language. */
export interface Words {
  en: string
  zh: string
}

export const inLanguage = (words: Words, language: Language): string =>
  language === 'zh-CN' ? words.zh : words.en
