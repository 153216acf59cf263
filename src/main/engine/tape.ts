// Registers the gradients of tfjs's own ops, which core's build for Node leaves out.
import '@tensorflow/tfjs'
import { engine, zerosLike } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { problemError } from '../../contract/errors'

/*
 * Gradients of gradients, where tfjs's tape falls short of them.
 *
 * An op that keeps its output for its gradient keeps a copy, which tfjs notes on the tape before
 * the op itself. Looking for what depends on an input it reads the tape from front to back, and
 * so never sees that the copy does: the second derivative of tanh, sigmoid or exp lost that part
 * without a word. Here an op goes before the copies of its outputs.
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

/** @param copies how many nodes before the last may be copies of what that gave */
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
 * The gradient of a scalar at x, zeros where it does not depend on it; differentiable itself.
 * Unlike tfjs's own functions it may be called while a gradient is being computed.
 */
export function gradientWithin(f: () => Tensor, x: Tensor): Tensor {
  const { state } = engine()
  // The outermost gradient throws its tape away at its end, and this is one to tfjs.
  const { activeTape } = state
  try {
    return engine().gradients(f, [x], undefined, true).grads[0] ?? zerosLike(x)
  } finally {
    state.activeTape = activeTape
  }
}
