import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Dataset } from '../src/contract/datasets/dataset'
import { engineChoices } from '../src/contract/engines'
import type { NetProgress } from '../src/contract/feature-nets/progress'
import { openEngine } from '../src/main/engine/open'
import { recipeFor } from '../src/main/metrics/nets/train/recipe'
import { trainNet } from '../src/main/metrics/nets/train/train-net'
import { classesIn } from '../src/main/storage/datasets/class-labels'
import { loadDataset } from '../src/main/storage/datasets/load-dataset'
import { writeTrainedNet } from '../src/main/storage/feature-nets/trained-net'
import { knownSets } from '../src/main/studio/datasets/known/known-sets'

/*
 * Trains the bundled feature nets with the code that trains those for users' data sets, and writes
 * their folders: resources/feature-nets/<id>.
 */

const HELP = `Trains a feature net on grey 28 x 28 images with labels.

  --dataset NAME  mnist, or a folder of IDX files
  --title TITLE   default: the data set's name
  --out FOLDER    its name becomes the net's id; replaced if it exists
  --seed N        default 1
  --epochs N      default: follows from the number of images
  --engine NAME   default auto
`

const datasetsDirs = [path.resolve('resources/datasets')]

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const options = { dataset: text, title: text, out: text, seed: text, epochs: text, engine: text }
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } } })
  const { dataset, out } = values
  if (values.help === true || dataset === undefined || out === undefined) {
    process.stdout.write(HELP)
    return
  }
  const wanted = engineChoices.find((name) => name === values.engine) ?? 'auto'
  const { engine } = await openEngine(wanted, 1)
  const [train, test] = await Promise.all([load(dataset, 'train'), load(dataset, 't10k')])
  const recipe = recipeFor(train.count, train.imageSize)
  const { facts, tensors } = await trainNet({
    id: path.basename(out),
    title: values.title ?? `LeNet, ${train.identity.name}`,
    ...{ train, test, classes: classNames(dataset, train) },
    seed: Number(values.seed ?? 1),
    engine: `${engine.info.name} ${engine.info.version}`,
    recipe: { ...recipe, epochs: Number(values.epochs ?? recipe.epochs) },
    onProgress: reporter(),
  })
  fs.mkdirSync(path.dirname(path.resolve(out)), { recursive: true })
  await writeTrainedNet(path.resolve(out), facts, tensors)
  const percent = (100 * facts.test.accuracy).toFixed(2)
  process.stdout.write(`${percent} % of ${facts.test.images} test images\n`)
}

const load = (dataset: string, split: 'train' | 't10k'): Promise<Dataset> =>
  loadDataset(dataset, { datasetsDirs, imageSize: 28, channels: 1, split })

/** The published class names if it is a known data set, otherwise numbers. */
function classNames(dataset: string, { labels = new Uint8Array() }: Dataset): string[] {
  const known = knownSets.find(({ folder }) => folder === path.basename(dataset))
  const count = classesIn(labels)
  return [...(known?.classNames ?? Array.from({ length: count }, (_, i) => String(i)))]
}

/** Prints a line per epoch. */
function reporter(): (progress: NetProgress) => void {
  const start = performance.now()
  let shown = 0
  return ({ stage, epoch, epochs }) => {
    if (stage !== 'training' || epoch === shown) return
    shown = epoch
    const seconds = Math.round((performance.now() - start) / 1000)
    process.stderr.write(`epoch ${epoch} of ${epochs}, ${seconds} s\n`)
  }
}
