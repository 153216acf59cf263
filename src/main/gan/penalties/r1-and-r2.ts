import { add } from '@tensorflow/tfjs-core'
import { halfSquare } from './penalty'
import type { Penalty } from './penalty'

export const r1AndR2: Penalty = {
  judge(judge) {
    const { outputs, slopes } = judge.bothSloped()
    return { outputs, penalty: add(halfSquare(slopes.real), halfSquare(slopes.fake)) }
  },
}
