// Run by verify.mjs in a child process: node probe.mjs <the app's package.json>
import { createRequire } from 'node:module'
import util from 'node:util'

// The package still calls two functions that Node 23 removed.
/** @type {Record<string, unknown>} */
const old = /** @type {any} */ (util)
old['isNullOrUndefined'] ??= (/** @type {unknown} */ value) => value === null || value === undefined
old['isArray'] ??= Array.isArray

const require = createRequire(process.argv[2] ?? import.meta.url)
const tf = require('@tensorflow/tfjs-node-gpu')
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]))
const values = [...product.dataSync()].join()
if (values !== '19,22,43,50') throw new Error(`error: 2x2 product came out as ${values}`)

const { binding, isUsingGpuDevice } = tf.backend()
console.log(JSON.stringify({ tensorflow: binding.TF_Version, gpu: isUsingGpuDevice === true }))
