import type { TextsByLanguage } from '../../../../i18n/i18n.svelte'
import { summary as en } from './en'
import { summary as zh } from './zh'

export const summaryTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
