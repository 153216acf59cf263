import { it } from 'vitest'
import { presetNames } from '../src/contract/hyperparameters'
import type { TrainerEvent } from '../src/contract/trainer'
import { smallImages, smallPreset } from './support/small-presets'
import {
  checkpointBytes,
  datasetFolder,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
} from './support/studio'

/* Every built-in preset resumes to the bit after its training process was killed. */

const STEPS = 30
const INTERVAL = 7

/** Warnings that the compiled step is not used. */
const falls = (events: TrainerEvent[]): string[] =>
  events.flatMap((event) =>
    event.type === 'warning' && event.message.includes('compiled') ? [event.message] : [],
  )

// Two at a time: each waits for processes most of the time.
it.concurrent.for(presetNames)(
  'the preset %s resumes to the same bytes after a kill, compiled throughout',
  async (name, { expect, onTestFinished }) => {
    const root = temporaryFolder(onTestFinished)
    const hyperparameters = smallPreset(name, {
      steps: STEPS,
      checkpointInterval: INTERVAL,
      keepCheckpoints: 0,
      sampleInterval: 1000,
    })
    const images = smallImages(hyperparameters, 19)
    const dataset = datasetFolder(root, images)
    const config = { hyperparameters, dataset, engine: 'tensorflow', threads: 1 } as const
    const studio = studioIn(root)

    const whole = eventWatch()
    const killed = eventWatch()
    const [straight, first] = await Promise.all([
      studio.train(config, 'straight', whole.watch),
      studio.train(config, 'killed', killed.watch),
    ])
    await killed.next((event) => event.type === 'checkpoint')
    expect(await first.session.kill()).toMatchObject({ kind: 'interrupted' })
    const rest = eventWatch()
    const resumed = await studio.resume(first.id, rest.watch)
    expect(await resumed.session.outcome).toMatchObject({ kind: 'finished' })
    expect(resumed.overview.fromStep).toBeGreaterThanOrEqual(INTERVAL)
    expect(resumed.overview.fromStep).toBeLessThan(STEPS)
    expect(await straight.session.outcome).toMatchObject({ kind: 'finished' })

    const files = checkpointBytes(straight.dir, STEPS)
    expect(Object.hasOwn(files, 'ema.safetensors')).toBe(hyperparameters.averaging === 'ema')
    expect(checkpointBytes(first.dir, STEPS)).toEqual(files)
    expect(metricsText(first.dir)).toBe(metricsText(straight.dir))
    for (const { events } of [whole, killed, rest]) expect(falls(events)).toEqual([])
  },
)
