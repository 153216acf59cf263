import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { allOf, lastOf, runCli } from '../run-cli'

/* One training of a preset, and the quality of its images over time. */

const pointSchema = z.object({
  step: z.number(),
  fid: z.number(),
  classDivergence: z.number(),
  classAccuracy: z.number().optional(),
})
export const curveSchema = z.object({
  preset: z.string(),
  seed: z.number(),
  run: z.string(),
  points: z.array(pointSchema),
})
export type Curve = z.infer<typeof curveSchema>

export interface Training {
  preset: string
  seed: number
  epochs: number
  /** The length of a complete training. */
  steps: number
  /** Checkpoints that are measured, evenly spaced. */
  points: number
  dataset: string
  net: string | undefined
  threads: number
  home: string
}

const evaluationSchema = z.object({
  event: z.literal('evaluation'),
  step: z.number(),
  results: z.array(z.object({ key: z.string(), value: z.number() })),
})

/** Trains a preset, then measures every checkpoint with 10,000 images. */
export async function curveOf(training: Training): Promise<Curve> {
  const { preset, seed, epochs, steps, points, dataset, net, threads, home } = training
  const common = ['--threads', String(threads), '--out', home]
  const every = String(Math.ceil(steps / points))
  const events = await runCli([
    ...[
      'train',
      '--json',
      '--preset',
      preset,
      '--data',
      dataset,
      '--name',
      `${preset}, seed ${seed}`,
    ],
    ...['--seed', String(seed), '--epochs', String(epochs)],
    ...['--checkpoint-interval', every, '--keep-checkpoints', '0', ...common],
  ])
  const { id } = lastOf(events, z.object({ event: z.literal('ended'), id: z.string() }))
  const measured = await runCli([
    ...['evaluate', id, '--all-checkpoints', '--json', '--no-floor'],
    ...[
      '--metrics',
      'fid,classDivergence,classAccuracy',
      ...(net ? ['--net', net] : []),
      ...common,
    ],
  ])
  const evaluations = allOf(measured, evaluationSchema)
  const pointOf = ({ step, results }: z.infer<typeof evaluationSchema>) =>
    pointSchema.parse({
      step,
      ...Object.fromEntries(results.map(({ key, value }) => [key, value])),
    })
  const measurements = evaluations.map(pointOf).toSorted((a, b) => a.step - b.step)
  await drawGrid(home, id, path.join(home, 'quality', `${dataset}-${preset}-${seed}.png`))
  return { preset, seed, run: id, points: measurements }
}

async function drawGrid(home: string, run: string, file: string): Promise<void> {
  fs.rmSync(file, { force: true })
  const folder = path.join(home, 'runs', run)
  await runCli(['generate', folder, '--json', '--count', '100', '--seed', '1', '--grid', file])
}
