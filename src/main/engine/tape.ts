// Registers the gradients of tfjs's own ops, which tfjs-core's Node build omits.
import '@tensorflow/tfjs'
import { engine, zerosLike } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { problemError } from '../../contract/errors'

/*
 * Makes gradients of gradients correct where tfjs's tape is not.
 *
 * An op that keeps its output for its gradient keeps a copy, which tfjs records on the tape before
 * the op itself. tfjs finds what depends on an input by reading the tape from front to back, so it
 * misses that the copy does: the second derivatives of tanh, sigmoid and exp silently lost that
 * part. This file moves an op before the copies of its outputs.
 */

interface TapeNode {
  inputs: Record<string, Tensor>
}
interface Tape {
  readonly state: { activeTape: TapeNode[] }
  addTapeNode?(
    name: string,
    inputs: unknown,
    outputs: Tensor[],
    gradient: unknown,
    saved: Tensor[],
    attributes: unknown,
  ): void
}

function keepInOrder(): void {
  const tape = engine() as unknown as Tape
  const { addTapeNode } = tape
  if (typeof addTapeNode !== 'function') {
    throw problemError('engine', 'engineOfOtherVersion', { name: '@tensorflow/tfjs-core' })
  }
  tape.addTapeNode = (name, inputs, outputs, gradient, saved, attributes) => {
    addTapeNode.call(tape, name, inputs, outputs, gradient, saved, attributes)
    if (saved.length > 0) moveBeforeCopies(tape.state.activeTape, outputs, saved.length)
  }
}

/** @param copies how many nodes before the last may be copies of its outputs */
function moveBeforeCopies(nodes: TapeNode[], outputs: readonly Tensor[], copies: number): void {
  const own = new Set(outputs.map(({ id }) => id))
  const last = nodes.length - 1
  const isCopy = ({ inputs }: TapeNode): boolean =>
    Object.values(inputs).some(({ id }) => own.has(id))
  for (let at = Math.max(0, last - copies); at < last; at++) {
    if (!isCopy(nodes[at] as TapeNode)) continue
    nodes.splice(at, 0, ...nodes.splice(last, 1))
    return
  }
}

keepInOrder()

/**
 * The gradient of a scalar with respect to x, zeros if it does not depend on x; itself
 * differentiable. Unlike tfjs's own functions, it may be called while a gradient is being computed.
 */
export const gradientWithin = (f: () => Tensor, x: Tensor): Tensor =>
  valueAndGradientWithin(f, x).gradient

/**
 * Like {@link gradientWithin}, but also returns the value. If the value is not a scalar, the
 * gradient is that of the sum of its elements, weighted by `direction` if given.
 */
export function valueAndGradientWithin<T extends Tensor>(
  f: () => T,
  x: Tensor,
  direction?: T,
): { value: T; gradient: Tensor } {
  const { state } = engine()
  // tfjs discards the tape at the end of the outermost gradient, and would mistake this one for it.
  const { activeTape } = state
  try {
    const { value, grads } = engine().gradients(f, [x], direction, true)
    return { value, gradient: grads[0] ?? zerosLike(x) }
  } finally {
    state.activeTape = activeTape
  }
}
