import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { commands } from '../../src/contract/api'
import type { CommandName, CommandReply, CommandRequest } from '../../src/contract/api'
import { numberedEventSchema } from '../../src/contract/events'
import type { NumberedEvent, StudioEvent } from '../../src/contract/events'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import { answerCall } from '../../src/contract/rpc'
import type { RunSummary } from '../../src/contract/summary'
import { createStudioApi } from '../../src/main/studio/studio-api'
import type { StudioApiOptions } from '../../src/main/studio/studio-api'
import { nodeLauncher } from '../../src/main/trainer/launch/launch-node'
import { BUNDLED_DATASETS, tinyConfig, tinyDataset } from './studio'
import type { Event } from './studio-page'

export const TRAINER = path.resolve('out/main/trainer.js')

/** Opens a studio through the API that its pages use, with real trainer processes. */
export async function open(
  root: string,
  options: Partial<StudioApiOptions> = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
) {
  const studio = await createStudioApi({
    root,
    datasetsDirs: [BUNDLED_DATASETS, path.join(root, 'datasets')],
    launch: nodeLauncher(TRAINER),
    host: 'web',
    version: '1.2.3',
    ...options,
  })
  atEnd(() => studio.close())
  const events: NumberedEvent[] = []
  const waiting = new Set<() => void>()
  studio.subscribe((numbered) => {
    events.push(numberedEventSchema.parse(numbered))
    for (const check of [...waiting]) check()
  })
  /** Calls a command through the contract's messages, with request and reply checked. */
  const call = async <C extends CommandName>(
    command: C,
    body: CommandRequest<C>,
  ): Promise<CommandReply<C>> => {
    const message = await answerCall(studio.api, { id: 1, command, body })
    if (message?.kind === 'error')
      throw Object.assign(new Error(message.error.message), message.error)
    const parsed = commands[command].reply.parse(
      message?.kind === 'reply' ? message.body : undefined,
    )
    return parsed as CommandReply<C>
  }
  /** Waits for the first matching event of a type, which may be a past one. */
  const waitForEvent = <T extends StudioEvent['type']>(
    type: T,
    matches: (event: Event<T>) => boolean = () => true,
    after = 0,
  ): Promise<Event<T>> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = events.find(
          ({ sequence, event }) =>
            sequence > after && event.type === type && matches(event as Event<T>),
        )
        if (found === undefined) return
        waiting.delete(check)
        resolve(found.event as Event<T>)
      }
      waiting.add(check)
      check()
    })
  const pastStep = (id: string, step: number) =>
    waitForEvent(
      'metrics',
      (event) => event.id === id && (event.points.at(-1)?.step ?? 0) > step,
      studio.sequence,
    )
  const inState = (id: string, state: RunSummary['state'], after = 0) =>
    waitForEvent('run', ({ run }) => run.id === id && run.state === state, after)
  return { studio, events, call, waitForEvent, pastStep, inState }
}

export type Opened = Awaited<ReturnType<typeof open>>

export const endless = (root: string, changes: Partial<Hyperparameters> = {}) =>
  tinyConfig(tinyDataset(root, 160), 'wasm', {
    epochs: 100_000,
    checkpointInterval: 100_000,
    sampleInterval: 100_000,
    ...changes,
  })

/** Trains a run for some steps and stops it, with two checkpoints. */
export async function stoppedRun(
  { call, pastStep }: Opened,
  root: string,
  changes: Partial<Hyperparameters> = {},
) {
  const { id } = await call('runs.train', { name: 'stopped', config: endless(root, changes) })
  await pastStep(id, 5)
  const saved = await call('runs.checkpoint', { id })
  await pastStep(id, saved.step)
  const { step } = await call('runs.stop', { id })
  return { id, steps: [saved.step, step] as const, dir: path.join(root, 'runs', id) }
}

/** A stopped run for all tests of a file, in a studio that generates on the wasm engine. */
export function sharedRun() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-test-'))
  const shared = { root } as Opened & Awaited<ReturnType<typeof stoppedRun>> & { root: string }
  let close = async (): Promise<void> => undefined
  beforeAll(async () => {
    const opened = await open(root, {}, (end) => (close = end))
    Object.assign(
      shared,
      opened,
      await stoppedRun(opened, root, { architecture: 'mlp', imageSize: 12 }),
    )
    await opened.call('settings.set', { engine: 'wasm', threads: 1 })
  })
  afterAll(async () => {
    await close()
    fs.rmSync(root, { recursive: true, force: true })
  })
  return shared
}

/** A summary without the run's size, which is measured in the background. */
export const withoutSize = ({ bytes: _, ...summary }: RunSummary) => summary

export async function resourceOf({ studio }: Opened, resource: string): Promise<Buffer> {
  const found = await studio.resource(resource)
  if (found === undefined) throw new Error(`no ${resource}`)
  return Buffer.from(found.body)
}
