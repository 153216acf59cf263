import type { TextsByLanguage } from '../../../i18n/i18n.svelte'
import { gallery as en } from './en'
import { gallery as zh } from './zh'

export const galleryTexts: TextsByLanguage<typeof en> = { en, 'zh-CN': zh }
