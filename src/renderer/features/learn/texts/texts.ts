import type { TextsByLanguage } from '../../../i18n/i18n.svelte'
import { learn as en } from './en'
import { learn as zh } from './zh'

export const learnTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
