import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Variable } from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { mathLibrarySchema } from '../src/contract/engines'
import { presetNames, presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { openEngine } from '../src/main/engine/open'
import type { Feeds, OpenEngine } from '../src/main/engine/engine'
import { inputName, outputName } from '../src/main/engine/tensorflow/compile/emit'
import { tensorflowBackend } from '../src/main/engine/tensorflow/binding'
import { MemoryImages } from '../src/contract/datasets/memory-images'
import { gatherBatch } from '../src/main/gan/data/batches'
import { compileTraining } from '../src/main/gan/training/compiled-runner'
import { createGan } from '../src/main/gan/training/gan'
import { exampleFeeds } from '../src/main/gan/training/feeds'
import { median } from '../src/main/studio/quantile'
import { pythonCommand } from '../src/main/studio/estimates/torch-peer'
import { formatTable } from '../src/main/cli/table'

/*
 * Profiles a compiled step: its JavaScript, and the ops of its graph, which bench/profile_graph.py
 * runs again with TensorFlow's tracing. Ops that run in parallel add up to more than the step; on
 * one thread, they add up to the step.
 */

const HELP = `Profiles the compiled step by op.

  --model NAME    ${presetNames.join(' or ')}; default reference
  --batch N       default 64
  --threads N     default 1
  --math NAME     onednn or eigen; default onednn
  --json          print the figures as JSON
`

const STEPS = 60
const TRACES = 20

const profileSchema = z.object({
  stepMs: z.number(),
  ops: z.array(z.object({ op: z.string(), calls: z.number(), ms: z.number() })),
})

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const options = { model: text, batch: text, threads: text, math: text, json: flag, help: flag }
  const { values } = parseArgs({ args, options })
  if (values.help) return void process.stdout.write(HELP)
  const model = z.enum(presetNames).parse(values.model ?? 'reference')
  const h = { ...presets[model], batchSize: Number(values.batch ?? 64) }
  const threads = Number(values.threads ?? 1)
  const math = mathLibrarySchema.parse(values.math ?? 'onednn')
  const { engine } = await openEngine('tensorflow', threads, { threads, math })
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-profile-'))
  try {
    const inJavaScript = timeJavaScript(engine, h, folder)
    const graph = profileGraph(folder)
    if (values.json) return void process.stdout.write(JSON.stringify({ inJavaScript, graph }))
    const rows = Object.entries(inJavaScript).map(([what, ms]) => [what, ms.toFixed(3)])
    process.stdout.write(`${formatTable([['in JavaScript', 'ms'], ...rows])}\n`)
    const ops = graph.ops
      .filter(({ ms }) => ms >= 0.005)
      .map(({ op, calls, ms }) => [op, calls.toFixed(0), ms.toFixed(2)])
    const sum = graph.ops.reduce((total, { ms }) => total + ms, 0)
    const all = ['all', '', sum.toFixed(2)]
    process.stdout.write(`${formatTable([['op', 'calls', 'ms'], ...ops, all])}\n`)
    process.stdout.write(`the graph without tracing: ${graph.stepMs.toFixed(2)} ms\n`)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

const timed = (work: () => unknown): number => {
  const times = Array.from({ length: STEPS }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return median(times)
}

/** Writes the files that bench/profile_graph.py needs to the folder. */
function timeJavaScript(engine: OpenEngine, h: Hyperparameters, folder: string) {
  const gan = createGan(h)
  const example = exampleFeeds(gan, [h.batchSize])
  const { feeds } = example
  const compile = engine.compile
  if (compile === undefined) throw new Error('this engine does not compile')
  const { runner } = savingGraph(folder, () =>
    compileTraining(gan, compile, { batches: [example] }),
  )
  if (runner === undefined) throw new Error('the step was not compiled')
  writeTask(
    folder,
    feeds,
    gan.state.variables.map(({ variable }) => variable),
  )

  const { binding } = tensorflowBackend()
  const { noise } = gan
  const count = h.batchSize
  const latents = Array.from({ length: 2 }, () => new Float32Array(count * gan.latentDim))
  const real = new Float32Array(count * gan.pixels)
  const length = h.channels * h.imageSize ** 2
  const images = new MemoryImages(
    new Uint8Array(count * length).map((_, i) => i),
    length,
  )
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  const metrics = binding.createTensor([4], binding.TF_FLOAT, new Float32Array(4))
  return {
    'drawing noise': timed(() => latents.map((data) => noise.fillNormal(data))),
    'gathering the batch': timed(() => gatherBatch({ ...h, images }, order, 0, count, real)),
    'creating the input tensors': timed(() => {
      for (const { data, shape } of Object.values(feeds)) {
        const dtype = data instanceof Int32Array ? binding.TF_INT32 : binding.TF_FLOAT
        binding.deleteTensor(binding.createTensor([...shape], dtype, data))
      }
    }),
    'reading the losses': timed(() => binding.tensorDataSync(metrics)),
    'the step, without preparing its input': timed(() => runner.run(example, { images: false })),
  }
}

/** Runs `work`, and copies the graph that it loads to `folder`/graph. */
function savingGraph<T>(folder: string, work: () => T): T {
  const backend = tensorflowBackend()
  const plain = backend.binding
  const loadSavedModel = (from: string, tags: string): number => {
    fs.cpSync(from, path.join(folder, 'graph'), { recursive: true })
    return plain.loadSavedModel(from, tags)
  }
  backend.binding = Object.create(plain, { loadSavedModel: { value: loadSavedModel } }) as never
  try {
    return work()
  } finally {
    backend.binding = plain
  }
}

function writeTask(folder: string, feeds: Feeds, variables: readonly Variable[]) {
  const { TF_FLOAT, TF_INT32 } = tensorflowBackend().binding
  const chunks: Uint8Array[] = []
  let at = 0
  const entry = (name: string, shape: readonly number[], data: Float32Array | Int32Array) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    chunks.push(bytes)
    at += bytes.length
    const dtype = data instanceof Int32Array ? TF_INT32 : TF_FLOAT
    return { name, dtype, shape, at: at - bytes.length, bytes: bytes.length }
  }
  const trace = { prefix: 'trace0' }
  const task = {
    library: library(),
    folder: path.join(folder, 'graph'),
    values: path.join(folder, 'values'),
    variables: variables.map((variable, i) =>
      entry(`feed${i}`, variable.shape, variable.dataSync<'float32' | 'int32'>()),
    ),
    feeds: Object.entries(feeds).map(([name, { shape, data }]) =>
      entry(inputName(trace, name), shape, data),
    ),
    fetches: [outputName(trace, 'metrics')],
    steps: STEPS,
    traces: TRACES,
  }
  fs.writeFileSync(task.values, Buffer.concat(chunks))
  fs.writeFileSync(path.join(folder, 'task.json'), JSON.stringify(task))
}

function library(): string {
  const require = createRequire(import.meta.url)
  const home = path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'))
  const folder = path.join(home, 'deps', 'lib')
  const found = fs.readdirSync(folder).find((name) => /^libtensorflow(_cc)?\.so/.test(name))
  if (found === undefined) throw new Error(`${folder} has no libtensorflow`)
  return path.join(folder, found)
}

function profileGraph(folder: string): z.infer<typeof profileSchema> {
  const script = fileURLToPath(new URL('./profile_graph.py', import.meta.url))
  // Opening the engine has set the threads and the math library in the environment.
  const printed = execFileSync(pythonCommand(), [script, path.join(folder, 'task.json')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return profileSchema.parse(JSON.parse(printed))
}
