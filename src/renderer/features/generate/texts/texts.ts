import type { TextsByLanguage } from '../../../i18n/i18n.svelte'
import { generate as en } from './en'
import { generate as zh } from './zh'

export const generateTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
