import type { Language } from './language'

/** Text in every supported language. */
export interface Words {
  en: string
  zh: string
}

/** Turns an English sentence into a phrase to follow a colon: no capital, no full stop. */
export const asPhrase = (sentence: string): string =>
  sentence.replace(/^[A-Z](?=[a-z]+ )/, (first) => first.toLowerCase()).replace(/\.$/, '')

export const inLanguage = (words: Words, language: Language): string =>
  language === 'zh-CN' ? words.zh : words.en
