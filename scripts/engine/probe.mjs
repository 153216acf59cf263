// Run by verify.mjs in a child process: node probe.mjs <the app's package.json>
import { createRequire } from 'node:module'
import util from 'node:util'

// The package still calls two functions that Node 23 removed.
const old = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (util))
old['isNullOrUndefined'] ??= (/** @type {unknown} */ value) => value === null || value === undefined
old['isArray'] ??= Array.isArray

const load = createRequire(process.argv[2] ?? import.meta.url)
/** @type {typeof import('@tensorflow/tfjs-core')} */
const tf = load('@tensorflow/tfjs-node-gpu')
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]))
const values = [...product.dataSync()].join()
if (values !== '19,22,43,50') throw new Error(`error: 2x2 product came out as ${values}`)

/** @typedef {{ binding: { TF_Version: string }, isUsingGpuDevice?: boolean }} NodeBackend */
const backend = /** @type {NodeBackend} */ (/** @type {unknown} */ (tf.backend()))
console.log(
  JSON.stringify({
    tensorflow: backend.binding.TF_Version,
    gpu: backend.isUsingGpuDevice === true,
  }),
)
