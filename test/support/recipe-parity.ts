import fs from 'node:fs'
import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseNetworkSpec } from '../../src/contract/architectures/spec'
import type { EngineName } from '../../src/contract/engines'
import { hyperparametersSchema, presets } from '../../src/contract/hyperparameters'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import { stepMetrics } from '../../src/contract/metrics/table'
import type { HostTensor, SavedState, StateDict } from '../../src/contract/tensors'
import type { OpenEngine } from '../../src/main/engine/engine'
import { openEngine } from '../../src/main/engine/open'
import { buildNetworks } from '../../src/main/gan/architectures/build-network'
import { compileTraining } from '../../src/main/gan/training/compiled-runner'
import { exampleFeeds, StepFeeds } from '../../src/main/gan/training/feeds'
import { assembleGan } from '../../src/main/gan/training/gan'
import type { Gan } from '../../src/main/gan/training/gan'
import type { StepSource } from '../../src/main/gan/training/step-input'
import { eagerRunner } from '../../src/main/gan/training/step-runner'
import type { StepRunner } from '../../src/main/gan/training/step-runner'
import { STEPS_PER_EPOCH } from './gan'
import { wave } from './parity'

/*
 * Recipes trained in PyTorch in float64, and the same recipes trained here. To compare another
 * recipe, add it to a file of test/support/recipes (its format is described in recipe_fixture.py),
 * extend recipe_fixture.py by whatever it does not know, and run
 *
 *     python test/support/recipe_fixture.py test/support/recipes/TOPIC.json test/fixtures/recipes/TOPIC.json
 *
 * A test file per engine then calls recipeParityOn(ENGINE, TOPIC). Compared are every metric of
 * every step, and the whole state (weights, running statistics, the optimisers' moments and
 * whatever else checkpoints have) after the first step and after the last.
 */

const numbers = z.array(z.number())
const recipeSchema = z.object({
  name: z.string(),
  networks: z.string(),
  steps: z.number().int().positive(),
  hyperparameters: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), z.object({ shape: numbers, a: z.number(), scale: z.number() })),
  metrics: z.array(z.record(z.string(), z.number())),
  states: z.record(z.string(), z.record(z.string(), z.record(z.string(), numbers))),
  free: z.array(z.string()),
})
type Recipe = z.infer<typeof recipeSchema>
const fixtureSchema = z.object({
  networks: z.record(z.string(), z.object({ generator: z.unknown(), discriminator: z.unknown() })),
  recipes: z.array(recipeSchema),
})
type Fixture = z.infer<typeof fixtureSchema>

function readFixture(topic: string): Fixture {
  const file = new URL(`../fixtures/recipes/${topic}.json`, import.meta.url)
  return fixtureSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
}

/** The hyperparameters of a recipe; one that this version does not know is refused. */
const hyperparametersOf = ({ hyperparameters }: Recipe): Hyperparameters =>
  hyperparametersSchema.parse({ ...presets.reference, ...(hyperparameters as object) })

/** The recipe's networks and optimisers, with the weights that the fixture starts from. */
function startingGan(recipe: Recipe, { networks }: Fixture): Gan {
  const specs = networks[recipe.networks]
  const generator = parseNetworkSpec(specs?.generator, 'usage')
  const discriminator = parseNetworkSpec(specs?.discriminator, 'usage')
  const h = hyperparametersOf(recipe)
  const built = buildNetworks({ generator, discriminator }, h.seed)
  for (const network of ['generator', 'discriminator'] as const) {
    const state: StateDict = new Map(
      [...built[network].stateDict()].map(([name, value]): [string, HostTensor] => {
        const given = recipe.parameters[`${network}/${name}`]
        if (given === undefined) return [name, value]
        const data = wave(value.data.length, given.a, given.scale)
        return [name, { dtype: 'F32', shape: given.shape, data }]
      }),
    )
    built[network].loadStateDict(state, 'recipe parity')
  }
  return assembleGan(built, h)
}

/** The number of classes in the fixtures. */
const CLASSES = 3

/** Fills in labels by a formula, as `given_labels` in recipe_fixture.py. */
function fillLabels(target: Int32Array, a: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (2 * i + (i >> 1) + a) % CLASSES
}

/** The inputs of step after step, as `Draws` in recipe_fixture.py gives them. */
function givenSource(batches: number, batchSize: number): (step: number) => StepSource {
  let [normals, uniforms, labels] = [0, 0, 0]
  return (step) => ({
    step,
    stepsPerEpoch: STEPS_PER_EPOCH,
    imagesSeen: step * batchSize,
    size: () => batchSize,
    images: (batch, target) => target.set(wave(target.length, 500 + step * batches + batch, 0.9)),
    labels: (batch, target) => fillLabels(target, step * batches + batch),
    drawLabels: (target) => fillLabels(target, 7 * labels++),
    normal: (target) => target.set(wave(target.length, 1000 + normals++, 1.5)),
    uniform(target) {
      const values = wave(target.length, 3000 + uniforms++, 1)
      target.set(values.map((value) => (value + 1) / 2))
    },
  })
}

function runnerOf(gan: Gan, engine: OpenEngine, mode: Mode, batchSize: number): StepRunner {
  if (mode === 'eager') return eagerRunner(gan)
  if (engine.compile === undefined) throw new Error('the engine cannot compile')
  const sizes = Array.from({ length: gan.recipe.batches }, () => batchSize)
  const batches = Object.keys(gan.recipe.variants).map((variant) =>
    exampleFeeds(gan, sizes, variant),
  )
  const { runner, reason } = compileTraining(gan, engine.compile, { batches })
  if (runner === undefined) throw new Error(reason.message)
  return runner
}

/** A state's tensors by file/name. */
const tensorsOf = ({ files }: SavedState): Map<string, number[]> =>
  new Map(
    [...files].flatMap(([file, tensors]) =>
      [...tensors].map(([name, { data }]) => [`${file}/${name}`, Array.from(data, Number)]),
    ),
  )

/** The largest difference, relative to the largest change that the tensor has made so far. */
function relativeError(
  ours: readonly number[],
  theirs: readonly number[],
  start: readonly number[],
) {
  const largest = (values: readonly number[], from: readonly number[]): number =>
    Math.max(...values.map((value, i) => Math.abs(value - (from[i] ?? NaN))))
  const difference = largest(ours, theirs)
  if (ours.length !== theirs.length || difference === 0) return difference
  return difference / largest(theirs, start)
}

/** Lists the tensors that differ by more than 1e-3, or that only one side has. */
function misfits(recipe: Recipe, step: string, ours: SavedState, before: SavedState): string[] {
  const theirs = new Map(
    Object.entries(recipe.states[step] ?? {}).flatMap(([file, tensors]) =>
      Object.entries(tensors).map(([name, values]): [string, number[]] => [
        `${file}/${name}`,
        values,
      ]),
    ),
  )
  const [now, start] = [tensorsOf(ours), tensorsOf(before)]
  const names = new Set([...theirs.keys(), ...now.keys()])
  return [...names].flatMap((name) => {
    const [a, b] = [now.get(name), theirs.get(name)]
    if (a === undefined || b === undefined) return [`${name} is only in one of the two states`]
    if (recipe.free.includes(name)) return []
    const from: readonly number[] = start.get(name) ?? []
    const error = relativeError(a, b, from)
    return error < 1e-3 ? [] : [`${name} is off by ${error}`]
  })
}

type Mode = 'eager' | 'compiled'
interface Options {
  mode?: Mode
  /** Takes only this many steps, on a slow engine. */
  steps?: number
}

/** Tests that an engine trains the recipes of test/fixtures/recipes/<topic>.json like PyTorch. */
export function recipeParityOn(name: EngineName, topic: string, options: Options = {}): void {
  const { mode = 'eager', steps: limit = Infinity } = options
  const fixture = readFixture(topic)
  describe.each(fixture.recipes)(`$name on ${name}, ${mode}`, (recipe) => {
    const expected = recipe.metrics.slice(0, limit)
    const compared = Object.keys(recipe.states).filter((step) => Number(step) <= limit)
    const metrics: Record<string, number>[] = []
    const states = new Map<string, SavedState>()
    const tensorsAfter = new Set<number>()
    let start: SavedState

    beforeAll(async () => {
      const { engine } = await openEngine(name, 1)
      const gan = startingGan(recipe, fixture)
      start = gan.state.read()
      const { batchSize } = hyperparametersOf(recipe)
      const runner = runnerOf(gan, engine, mode, batchSize)
      const [feeds, sourceOf] = [
        new StepFeeds(gan.recipe),
        givenSource(gan.recipe.batches, batchSize),
      ]
      expected.forEach((_, t) => {
        const values = runner.run(feeds.next(sourceOf(t)), { images: false }).metrics
        metrics.push(Object.fromEntries(stepMetrics().map(({ key }, i) => [key, values[i] ?? NaN])))
        tensorsAfter.add(memory().numTensors)
        if (!compared.includes(String(t + 1))) return
        runner.pullVariables()
        states.set(String(t + 1), gan.state.read())
      })
      runner.dispose()
      gan.state.dispose()
    })

    it('has the same metrics as PyTorch at every step', () => {
      expect(expected.length).toBeGreaterThan(0)
      expected.forEach((theirs, t) => {
        expect(Object.keys(metrics[t] ?? {}).sort()).toEqual(Object.keys(theirs).sort())
        for (const [key, value] of Object.entries(theirs)) {
          const difference = Math.abs((metrics[t]?.[key] ?? NaN) - value)
          expect(difference, `${key} of step ${t}`).toBeLessThan(
            1e-4 * Math.max(1, Math.abs(value)),
          )
        }
      })
    })

    it('has the same weights, statistics and moments as PyTorch', () => {
      expect(compared.length).toBeGreaterThan(0)
      for (const [step, state] of states) {
        expect(misfits(recipe, step, state, start), `after step ${step}`).toEqual([])
      }
    })

    it('leaks no tensor', () => {
      expect(tensorsAfter.size).toBe(1)
    })
  })
}
