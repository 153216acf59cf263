import type { z } from 'zod'
import { parseWith, problemError, StudioError, toReport } from '../../contract/errors'
import { requestSchema, requestSchemas } from '../../contract/trainer'
import type { ReplyBody, RequestBody, RequestType, TrainerEvent } from '../../contract/trainer'
import { probeEngines } from '../engine/open'
import { BACKGROUND, enterBackground } from './launch/background'
import { StepBench } from './bench'
import { Control } from './train/control'
import { ImageMaker } from './generate/image-maker'
import { checkPrepared } from '../storage/datasets/check'
import { requirePrepared } from '../storage/datasets/read-document'
import { trainDatasetNet } from './feature-nets/train-dataset-net'
import { importDataset } from './import/import-session'
import { SourceReader } from './import/source-reader'
import { Measurer } from './measure/measurer'
import { parentPort } from './parent-port'
import type { Started } from './train/saves'
import { TrainingSession } from './train/training-session'

/*
 * The trainer process. It owns the tensors, answers its host within a step, and exits when its
 * training ends or its host is gone.
 */

if (process.argv.includes(BACKGROUND)) enterBackground()
const port = parentPort()
const control = new Control()
const images = new ImageMaker()
const measurer = new Measurer()
const sources = new SourceReader()
let session: TrainingSession | undefined
let bench: StepBench | undefined

const emit = (event: TrainerEvent): void => port.post({ kind: 'event', event })

const openBench = (): StepBench => {
  if (bench === undefined) throw new StudioError('internal', 'no benchmark is open here')
  return bench
}

const running = (): TrainingSession => {
  if (session === undefined) throw problemError('usage', 'trainsNoRun', {})
  return session
}

type Action = (session: TrainingSession) => Started | undefined | Promise<Started>

/**
 * Runs a task between two steps of the running training. Answers with the step at which it ran,
 * once its work is done; training continues meanwhile.
 */
const betweenSteps = (act: Action) => async () => {
  const current = running()
  const { step, started } = await control.submit(async () => {
    const started = await act(current)
    return { step: current.step, started }
  })
  await started?.done
  return { step }
}

const handlers: { [T in RequestType]: (body: RequestBody<T>) => Promise<ReplyBody<T>> } = {
  async train(job) {
    if (session !== undefined) throw problemError('usage', 'trainsARun', {})
    session = await TrainingSession.open(job, emit)
    saveOnSignals()
    void train(session)
    return session.overview
  },
  pause: betweenSteps((current) => {
    control.pause()
    return { done: current.showMetrics() }
  }),
  continue: betweenSteps(() => {
    control.continue()
    return undefined
  }),
  sample: betweenSteps((current) => current.sample()),
  checkpoint: betweenSteps((current) => current.checkpoint()),
  async stop() {
    const current = running()
    control.stop()
    await ended
    return { step: current.step }
  },
  inspect: (job) => images.inspect(job),
  generate: (job) => images.generate(job),
  measure: (job) => measurer.measure(job, (progress) => emit({ type: 'measuring', progress })),
  findNeighbours: (job) =>
    measurer.findNeighbours(job, (progress) => emit({ type: 'measuring', progress })),
  probe: async (options) => ({ engines: await probeEngines(options) }),
  async benchOpen(job) {
    bench = await StepBench.open(job)
    return { engine: bench.engine }
  },
  async benchSteps({ steps }) {
    const milliseconds = openBench().run(steps)
    return { milliseconds, rssBytes: process.memoryUsage.rss() }
  },
  async benchGenerate({ count }) {
    const milliseconds = [openBench().generate(count)]
    return { milliseconds, rssBytes: process.memoryUsage.rss() }
  },
  describeSource: ({ source, ticket }) => sources.describe(source, ticket),
  cancelSource({ ticket }) {
    sources.cancel(ticket)
    return Promise.resolve({})
  },
  previewSource: ({ request, file }) => sources.preview(request, file),
  importDataset: async (job) => ({
    id: await importDataset(job, (progress, refused) =>
      emit({ type: 'import', progress, refused: [...refused] }),
    ),
  }),
  trainFeatureNet: (job) =>
    trainDatasetNet(job, (progress) => emit({ type: 'featureNet', progress })),
  checkDataset: async ({ dir }) => checkPrepared(await requirePrepared(dir)),
}

let markEnded: () => void
/** Resolves when the training has written its last byte. */
const ended = new Promise<void>((resolve) => (markEnded = resolve))

async function train(current: TrainingSession): Promise<void> {
  let last: TrainerEvent
  try {
    // The reply that training started must be sent first.
    await new Promise(setImmediate)
    const type = await current.run(control)
    await current.close()
    last = { type, step: current.step }
  } catch (error) {
    await current.close().catch(() => undefined)
    last = { type: 'failed', step: current.step, error: toReport(error) }
  }
  await control.runTasks()
  await current.idle()
  markEnded()
  await new Promise(setImmediate)
  emit(last)
  port.close()
}

async function answer(message: unknown): Promise<void> {
  const request = requestSchema.safeParse(message)
  if (!request.success) return
  const { id, type, body } = request.data
  try {
    const schema: z.ZodType<unknown> = requestSchemas[type]
    const parsed = parseWith(schema, body, 'internal', `the request ${type}`)
    const handle = handlers[type] as (body: unknown) => Promise<unknown>
    port.post({ kind: 'reply', id, body: await handle(parsed) })
  } catch (error) {
    port.post({ kind: 'error', id, error: toReport(error) })
  }
}

/**
 * Exits immediately. exit() waits for the process's threads, and one may be reading from a disk
 * that never responds.
 */
const endNow = (): void => void process.kill(process.pid, 'SIGKILL')

port.onMessage((message) => void answer(message))
port.onClose(() => {
  control.stop()
  // Nothing is training, so there is nothing to wait for.
  if (session === undefined) endNow()
})
// The host reads this pipe and may die before the last checkpoint is written.
process.stderr.on('error', () => undefined)
// A terminal sends Ctrl-C to the whole process group; the host decides how to handle it.
for (const signal of ['SIGINT', 'SIGBREAK'] as const) process.on(signal, () => undefined)

/**
 * Makes signals that would end the process save the training instead, whether the host received
 * them too or not. Without a training there is nothing to save: a process that only loads or
 * generates ends immediately, even if it is too busy to handle signals.
 */
function saveOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => control.stop())
}
