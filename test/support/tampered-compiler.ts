import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Notice } from '../../src/contract/notices'
import type { CompiledSteps, CompileSteps } from '../../src/main/engine/engine'

/** A compiler whose steps are wrong in some way. */
export const tamperedWith =
  (compile: CompileSteps, change: (right: CompiledSteps) => Partial<CompiledSteps>): CompileSteps =>
  (steps, variables) => {
    const right = compile(steps, variables)
    return { ...right, ...change(right) }
  }

/** A compiler whose steps are wrong in one variable, when variables are pulled. */
export const pullingWrong = (
  compile: CompileSteps,
  target: Variable,
  wrong: (right: Tensor) => Tensor,
): CompileSteps =>
  tamperedWith(compile, ({ pullVariables }) => ({
    pullVariables() {
      pullVariables()
      tidy(() => target.assign(wrong(target)))
    },
  }))

/** The values that a notice's sentence was given. */
export const given = (reason: Notice | undefined): unknown => reason?.problem?.given
