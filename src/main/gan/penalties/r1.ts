import { halfSquare } from './penalty'
import type { Penalty } from './penalty'

export const r1: Penalty = {
  judge(judge) {
    const { logits, slopes } = judge.sloped(judge.images.real)
    const fake = judge.logits(judge.images.fake)
    return { logits: { real: logits, fake }, penalty: halfSquare(slopes) }
  },
}
