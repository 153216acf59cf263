import fs from 'node:fs'
import { matMul, memory, ones, tidy } from '@tensorflow/tfjs-core'
import { median } from '../src/main/studio/quantile'
import { trainingOptions } from './training/options'
import { trainRecorded } from './training/recorded'

/*
 * Long training with compiled steps: prints memory, open files and step time per thousand steps, and
 * finally compares the last thousand with the first. None of them should grow. A matrix product of
 * constant size is timed between the steps, to distinguish a slower step from a busier machine: only
 * the ratio of step to product counts.
 */

const PURPOSE = 'Trains for a long time and reports memory, open files and speed.'
const SECTION = 1000
/** Steps between memory readings, and between products. */
const READ_EVERY = 10
/** Warm-up steps. */
const WARM_UP = 100

interface Section {
  stepMs: number[]
  productMs: number[]
  rssMiB: number[]
}

export async function main(args: string[]): Promise<void> {
  const options = trainingOptions(args, PURPOSE, 20_000)
  if (options === undefined) return
  const sections: Section[] = [newSection()]
  const record = recorder(sections)
  await trainRecorded(options, {}, record)
  const complete = sections.filter(({ stepMs }) => stepMs.length > SECTION / 2)
  const [first, last] = [complete[0], complete.at(-1)].map((one) => medians(one as Section))
  if (first === undefined || last === undefined) return
  const percent = (a: number, b: number): string => `${((a / b - 1) * 100).toFixed(1)} %`
  process.stdout.write(
    `the last ${SECTION} steps compared with the first: memory ${percent(last.rss, first.rss)}, ` +
      `step ${percent(last.step, first.step)}, product ${percent(last.product, first.product)}, ` +
      `step in products ${percent(last.step / last.product, first.step / first.product)}\n`,
  )
}

const newSection = (): Section => ({ stepMs: [], productMs: [], rssMiB: [] })

const medians = ({ stepMs, productMs, rssMiB }: Section) => ({
  step: median(stepMs),
  product: median(productMs),
  rss: median(rssMiB),
})

/** Adds to the current section, and prints a line when it is full. */
function recorder(sections: Section[]): () => void {
  let [steps, last] = [0, performance.now()]
  return () => {
    const section = sections.at(-1) as Section
    steps += 1
    if (steps > WARM_UP) section.stepMs.push(performance.now() - last)
    if (steps > WARM_UP && steps % READ_EVERY === 0) {
      section.productMs.push(timeProduct())
      section.rssMiB.push(process.memoryUsage.rss() / 2 ** 20)
    }
    if (steps % SECTION === 0) {
      describe(steps, section)
      sections.push(newSection())
    }
    last = performance.now()
  }
}

function describe(steps: number, section: Section): void {
  const { step, product, rss } = medians(section)
  const [least, most] = [Math.min(...section.rssMiB), Math.max(...section.rssMiB)]
  process.stdout.write(
    `step ${steps}: median ${step.toFixed(1)} ms (${(step / product).toFixed(2)} products), ` +
      `RSS ${rss.toFixed(0)} MiB (${least.toFixed(0)} to ${most.toFixed(0)}), ` +
      `${openFiles()} open files, ${memory().numTensors} tensors\n`,
  )
}

/** Times a product about as large as the step's. @returns milliseconds */
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
