import type { TextsByLanguage } from '../../../../i18n/i18n.svelte'
import { annotations as en } from './en'
import { annotations as zh } from './zh'

export const annotationsTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
