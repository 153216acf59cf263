import type { TextsByLanguage } from '../../../../i18n/i18n.svelte'
import { dataPage as en } from './en'
import { dataPage as zh } from './zh'

export const dataPageTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
