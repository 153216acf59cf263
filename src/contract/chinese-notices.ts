import { addWording } from './notices'
import { problems } from './problems/zh'

/*
 * Importing this module makes notices available in Chinese. The page imports it when the language is
 * chosen, since the texts are a large part of its scripts.
 */

addWording('zh-CN', {
  problems,
  place: (where) => `（${where}）`,
  beforeRemedy: '。',
  betweenQuoted: '；',
})
