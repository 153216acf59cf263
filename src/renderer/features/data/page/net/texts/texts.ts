import type { TextsByLanguage } from '../../../../../i18n/i18n.svelte'
import { net as en } from './en'
import { net as zh } from './zh'

export const netTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
