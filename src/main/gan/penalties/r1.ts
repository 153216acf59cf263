import { halfSquare } from './penalty'
import type { Penalty } from './penalty'

export const r1: Penalty = {
  judge(judge) {
    const { logits, slopes } = judge.realSloped()
    const fake = judge.logits(judge.shown.fake)
    return { logits: { real: logits, fake }, penalty: halfSquare(slopes) }
  },
}
