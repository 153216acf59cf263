import type { TextsByLanguage } from '../../../../i18n/i18n.svelte'
import { filter as en } from './en'
import { filter as zh } from './zh'

export const filterTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
