import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Notice } from '../../src/contract/notices'
import type { CompiledSteps, CompileSteps } from '../../src/main/engine/engine'

/** A compiler with changed behaviour of its compiled steps. */
export const tamperedWith =
  (compile: CompileSteps, change: (right: CompiledSteps) => Partial<CompiledSteps>): CompileSteps =>
  (steps, variables) => {
    const right = compile(steps, variables)
    return { ...right, ...change(right) }
  }

/** A compiler whose steps pull a wrong value of one variable. */
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

/** The values filled into a notice's message. */
export const problemValues = (reason: Notice | undefined): unknown => reason?.problem?.given
