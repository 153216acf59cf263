import type { StateDict } from '../../../contract/tensors'

/** Leading parts of names that may be dropped: wrappers are rarely nested deeper. */
const MAX_PARTS = 6
/** The prefix of all names in this studio's networks. */
const OWN_PREFIX = 'model.'

/**
 * The possible renamings of a state dict, unchanged first: without one or more leading parts that
 * all names share (`module.` from DataParallel, `_orig_mod.` from torch.compile, `generator.` from
 * a whole GAN), and with `model.` instead of them.
 */
export function* renamings(state: StateDict): Generator<StateDict> {
  yield state
  const names = [...state.keys()]
  const dropped = sharedPrefixes(names)
  for (const prefix of dropped) yield renamed(state, (name) => name.slice(prefix.length))
  for (const prefix of ['', ...dropped]) {
    yield renamed(state, (name) => `${OWN_PREFIX}${name.slice(prefix.length)}`)
  }
}

/** Every prefix ending in a dot that all names share and that leaves a non-empty rest of each. */
function sharedPrefixes([first, ...others]: readonly string[]): string[] {
  if (first === undefined) return []
  const parts = first.split('.').slice(0, -1).slice(0, MAX_PARTS)
  return parts
    .map((_, i) => `${parts.slice(0, i + 1).join('.')}.`)
    .filter((prefix) =>
      [first, ...others].every((name) => name.startsWith(prefix) && name.length > prefix.length),
    )
}

const renamed = (state: StateDict, rename: (name: string) => string): StateDict =>
  new Map([...state].map(([name, tensor]) => [rename(name), tensor]))
