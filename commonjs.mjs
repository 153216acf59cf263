import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * CommonJS packages that are loaded with `require`. To import one from an ES module, Node first
 * scans its whole text for the names that it exports, which takes longer than loading it: for these
 * packages, nearly half of the time in which a training process starts.
 */
export const REQUIRED = [
  'tfjs',
  'tfjs-core',
  'tfjs-converter',
  'tfjs-backend-cpu',
  'tfjs-backend-wasm',
].map((name) => `@tensorflow/${name}`)

/**
 * Makes imports of {@link REQUIRED} packages calls of `require`, with the names found here.
 *
 * @returns {import('vite').Plugin}
 */
export const requiredPackages = () => ({
  name: 'required-packages',
  enforce: 'pre',
  resolveId: (id) => (REQUIRED.includes(id) ? `\0required:${id}` : undefined),
  load(id) {
    const name = /^\0required:(.*)/.exec(id)?.[1]
    if (name === undefined) return undefined
    const names = Object.keys(require(name)).filter((key) => key !== 'default')
    return [
      `import { createRequire } from 'node:module'`,
      `export const { ${names.join(', ')} } = createRequire(import.meta.url)('${name}')`,
    ].join('\n')
  },
})
