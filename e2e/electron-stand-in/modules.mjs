import Module, { register } from 'node:module'

/**
 * Makes `electron` mean the stand-in in this process, for `import` and `require` alike.
 * @param {object} electron
 */
export function resolveElectronHere(electron) {
  register('./resolve-hook.mjs', import.meta.url)
  const load = Module._load
  Module._load = (request, ...rest) => (request === 'electron' ? electron : load(request, ...rest))
}
