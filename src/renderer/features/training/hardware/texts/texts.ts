import type { TextsByLanguage } from '../../../../i18n/i18n.svelte'
import { hardware as en } from './en'
import { hardware as zh } from './zh'

export const hardwareTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
