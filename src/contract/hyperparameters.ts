import { z } from 'zod'

/*
 * One entry a hyperparameter. The form, the command line, validation and the documentation
 * all read it here. `referenceName` is the name in the reference implementation's own command line.
 */

interface Described {
  label: string
  meaning: string
  referenceName?: string
}

interface NumberSpec extends Described {
  default: number
  min: number
  max: number
  unit: string
}

const range = (spec: NumberSpec) => `must be from ${spec.min} to ${spec.max}`

const integer = (spec: NumberSpec) => ({
  kind: 'integer' as const,
  ...spec,
  schema: z
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(spec.min, range(spec))
    .max(spec.max, range(spec)),
})

const real = (spec: NumberSpec) => ({
  kind: 'real' as const,
  ...spec,
  schema: z
    .number({ error: 'must be a number' })
    .min(spec.min, range(spec))
    .max(spec.max, range(spec)),
})

const choice = <const T extends readonly [string, ...string[]]>(
  spec: Described & { default: T[number]; options: T },
) => ({
  kind: 'choice' as const,
  ...spec,
  schema: z.enum(spec.options, { error: `must be one of ${spec.options.join(', ')}` }),
})

export const hyperparameters = {
  architecture: choice({
    label: 'Architecture',
    meaning:
      'Fully connected layers (mlp), as in the reference, or convolutions (dcgan): better images ' +
      'for more computing, in sizes that are multiples of 4.',
    default: 'mlp',
    options: ['mlp', 'dcgan'],
  }),
  epochs: integer({
    label: 'Epochs',
    meaning: 'How many times the whole data set is shown to the discriminator.',
    default: 50,
    min: 1,
    max: 100_000,
    unit: 'epochs',
    referenceName: 'n_epochs',
  }),
  steps: integer({
    label: 'Step limit',
    meaning: 'Stop after this many steps even if epochs remain; 0 lets the epochs decide.',
    default: 0,
    min: 0,
    max: 1_000_000_000,
    unit: 'steps',
  }),
  batchSize: integer({
    label: 'Batch size',
    meaning: 'Images in one training step; larger is steadier and slower.',
    default: 64,
    min: 1,
    max: 8192,
    unit: 'images',
    referenceName: 'batch_size',
  }),
  learningRate: real({
    label: 'Learning rate',
    meaning: 'How far Adam moves the weights each step, for both networks.',
    default: 0.0002,
    min: 1e-7,
    max: 1,
    unit: '',
    referenceName: 'lr',
  }),
  beta1: real({
    label: 'Adam beta 1',
    meaning: "Decay of Adam's running mean of the gradient; GANs like it low.",
    default: 0.5,
    min: 0,
    max: 0.9999,
    unit: '',
    referenceName: 'b1',
  }),
  beta2: real({
    label: 'Adam beta 2',
    meaning: "Decay of Adam's running mean of the squared gradient.",
    default: 0.999,
    min: 0,
    max: 0.99999,
    unit: '',
    referenceName: 'b2',
  }),
  latentDim: integer({
    label: 'Latent size',
    meaning: 'Length of the random vector that the generator turns into an image.',
    default: 100,
    min: 1,
    max: 4096,
    unit: 'numbers',
    referenceName: 'latent_dim',
  }),
  imageSize: integer({
    label: 'Image size',
    meaning: 'Height and width in pixels; images of another size are resized.',
    default: 28,
    min: 4,
    max: 256,
    unit: 'pixels',
    referenceName: 'img_size',
  }),
  channels: integer({
    label: 'Channels',
    meaning: '1 for grey images, 3 for colour; images of the other kind are converted.',
    default: 1,
    min: 1,
    max: 3,
    unit: 'channels',
    referenceName: 'channels',
  }),
  sampleInterval: integer({
    label: 'Sample interval',
    meaning: 'Steps between two sample grids.',
    default: 400,
    min: 1,
    max: 1_000_000,
    unit: 'steps',
    referenceName: 'sample_interval',
  }),
  sampleLatents: choice({
    label: 'Sample latents',
    meaning:
      'fixed draws every grid from the same latents, so that grids can be compared; ' +
      'batch shows the images of the latest training batch, as the reference does.',
    default: 'fixed',
    options: ['fixed', 'batch'],
  }),
  checkpointInterval: integer({
    label: 'Checkpoint interval',
    meaning: 'Steps between two checkpoints: the most that a crash can cost.',
    default: 500,
    min: 1,
    max: 1_000_000,
    unit: 'steps',
  }),
  keepCheckpoints: integer({
    label: 'Checkpoints kept',
    meaning: 'How many of the newest checkpoints stay on disk; 0 keeps all.',
    default: 5,
    min: 0,
    max: 100_000,
    unit: 'checkpoints',
  }),
  seed: integer({
    label: 'Seed',
    meaning: 'Every random choice follows from it: the same seed gives the same run.',
    default: 1,
    min: 0,
    max: 4_294_967_295,
    unit: '',
  }),
}

type Specs = typeof hyperparameters
export type HyperparameterName = keyof Specs
export const hyperparameterNames = Object.keys(hyperparameters) as HyperparameterName[]

const shape = Object.fromEntries(
  Object.entries(hyperparameters).map(([name, spec]) => [name, spec.schema]),
) as { [K in HyperparameterName]: Specs[K]['schema'] }
// Runs, checkpoints and presets from before there was a choice do not name theirs.
const architecture = shape.architecture.default('mlp')

/** Every hyperparameter of a run; unknown names are refused. */
export const hyperparametersSchema = z
  .strictObject({ ...shape, architecture })
  .refine((h) => h.channels !== 2, { path: ['channels'], message: 'must be 1 or 3' })
  .refine((h) => h.architecture !== 'dcgan' || h.imageSize % 4 === 0, {
    path: ['imageSize'],
    message: 'must be a multiple of 4 for the dcgan architecture',
  })
export type Hyperparameters = z.infer<typeof hyperparametersSchema>
export type Architecture = Hyperparameters['architecture']

const defaults = Object.fromEntries(
  Object.entries(hyperparameters).map(([name, spec]) => [name, spec.default]),
) as Hyperparameters

/** Named starting points; `reference` is the classic GAN this project is measured by. */
export const presets = {
  reference: defaults,
  dcgan: { ...defaults, architecture: 'dcgan', epochs: 20 },
} satisfies Record<string, Hyperparameters>
export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]]
