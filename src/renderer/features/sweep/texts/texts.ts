import type { TextsByLanguage } from '../../../i18n/i18n.svelte'
import { sweep as en } from './en'
import { sweep as zh } from './zh'

export const sweepTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
