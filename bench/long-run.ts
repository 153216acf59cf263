import fs from 'node:fs'
import { matMul, memory, ones, tidy } from '@tensorflow/tfjs-core'
import { median } from '../src/main/studio/quantile'
import { trainingOptions } from './training/options'
import { trainRecorded } from './training/recorded'

/*
 * A long training of compiled steps: memory, open files and the step time, one line per thousand
 * steps, and finally the last thousand compared with the first. None of them should grow. A matrix
 * product of constant size is timed between the steps, to tell a slower step from a busier machine:
 * only the step's ratio to the product counts.
 */

const PURPOSE = 'Trains for long and watches memory, open files and speed.'
const PORTION = 1000
/** Steps between two memory readings, and between two products. */
const LOOK_EVERY = 10
/** Steps that warm up. */
const SKIPPED = 100

interface Portion {
  stepMs: number[]
  productMs: number[]
  rssMiB: number[]
}

export async function main(args: string[]): Promise<void> {
  const options = trainingOptions(args, PURPOSE, 20_000)
  if (options === undefined) return
  const portions: Portion[] = [newPortion()]
  const record = recorder(portions)
  await trainRecorded(options, {}, record)
  const complete = portions.filter(({ stepMs }) => stepMs.length > PORTION / 2)
  const [first, last] = [complete[0], complete.at(-1)].map((one) => medians(one as Portion))
  if (first === undefined || last === undefined) return
  const percent = (a: number, b: number): string => `${((a / b - 1) * 100).toFixed(1)} %`
  process.stdout.write(
    `the last ${PORTION} steps against the first: memory ${percent(last.rss, first.rss)}, ` +
      `step ${percent(last.step, first.step)}, product ${percent(last.product, first.product)}, ` +
      `step in products ${percent(last.step / last.product, first.step / first.product)}\n`,
  )
}

const newPortion = (): Portion => ({ stepMs: [], productMs: [], rssMiB: [] })

const medians = ({ stepMs, productMs, rssMiB }: Portion) => ({
  step: median(stepMs),
  product: median(productMs),
  rss: median(rssMiB),
})

/** Adds to the current portion, and prints a line when it is full. */
function recorder(portions: Portion[]): () => void {
  let [steps, last] = [0, performance.now()]
  return () => {
    const portion = portions.at(-1) as Portion
    steps += 1
    if (steps > SKIPPED) portion.stepMs.push(performance.now() - last)
    if (steps > SKIPPED && steps % LOOK_EVERY === 0) {
      portion.productMs.push(timeProduct())
      portion.rssMiB.push(process.memoryUsage.rss() / 2 ** 20)
    }
    if (steps % PORTION === 0) {
      describe(steps, portion)
      portions.push(newPortion())
    }
    last = performance.now()
  }
}

function describe(steps: number, portion: Portion): void {
  const { step, product, rss } = medians(portion)
  const [least, most] = [Math.min(...portion.rssMiB), Math.max(...portion.rssMiB)]
  process.stdout.write(
    `step ${steps}: median ${step.toFixed(1)} ms (${(step / product).toFixed(2)} products), ` +
      `RSS ${rss.toFixed(0)} MiB (${least.toFixed(0)} to ${most.toFixed(0)}), ` +
      `${openFiles()} open files, ${memory().numTensors} tensors\n`,
  )
}

/** Milliseconds of a product about as large as the step's. */
function timeProduct(): number {
  return tidy(() => {
    const [a, b] = [ones([128, 1000]), ones([1000, 1000])]
    matMul(a, b).dataSync()
    const start = performance.now()
    matMul(a, b).dataSync()
    return performance.now() - start
  })
}

function openFiles(): number {
  try {
    return fs.readdirSync('/proc/self/fd').length
  } catch {
    return NaN
  }
}
