import type { Language } from './language'

/** Text in every supported language. */
export interface Words {
  en: string
  zh: string
}

/**
 * Returns an English sentence as it is quoted after a colon: without its capital and its full stop.
 */
export const asPhrase = (sentence: string): string =>
  sentence.replace(/^[A-Z](?=[a-z]+ )/, (first) => first.toLowerCase()).replace(/\.$/, '')

export const inLanguage = (words: Words, language: Language): string =>
  language === 'zh-CN' ? words.zh : words.en
