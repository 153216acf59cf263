import type { TextsByLanguage } from '../../../i18n/i18n.svelte'
import { queue as en } from './en'
import { queue as zh } from './zh'

export const queueTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
