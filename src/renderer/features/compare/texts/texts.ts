import type { TextsByLanguage } from '../../../i18n/i18n.svelte'
import { compare as en } from './en'
import { compare as zh } from './zh'

export const compareTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
