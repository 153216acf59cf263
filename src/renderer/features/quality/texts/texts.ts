import type { TextsByLanguage } from '../../../i18n/i18n.svelte'
import { quality as en } from './en'
import { quality as zh } from './zh'

export const qualityTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
