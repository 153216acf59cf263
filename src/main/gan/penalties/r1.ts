import { halfSquare } from './penalty'
import type { Penalty } from './penalty'

export const r1: Penalty = {
  judge(judge) {
    const { outputs: real, slopes } = judge.realSloped()
    const fake = judge.outputs({ images: judge.shown.fake, labelled: 'fake' })
    return { outputs: { real, fake }, penalty: halfSquare(slopes) }
  },
}
