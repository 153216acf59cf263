import type { HyperparameterName } from '../../../contract/hyperparameters'

export const groupNames = ['basics', 'optimiser', 'model', 'saving'] as const
export type GroupName = (typeof groupNames)[number]

const groupOf: Record<HyperparameterName, GroupName> = {
  epochs: 'basics',
  batchSize: 'basics',
  seed: 'basics',
  steps: 'basics',
  learningRate: 'optimiser',
  beta1: 'optimiser',
  beta2: 'optimiser',
  architecture: 'model',
  latentDim: 'model',
  imageSize: 'model',
  channels: 'model',
  sampleInterval: 'saving',
  sampleLatents: 'saving',
  checkpointInterval: 'saving',
  keepCheckpoints: 'saving',
}

/** The hyperparameters of a group, in the order in which the form shows them. */
export function namesIn(group: GroupName): HyperparameterName[] {
  const names = Object.keys(groupOf) as HyperparameterName[]
  return names.filter((name) => groupOf[name] === group)
}

/** How far an arrow key moves a number. */
export function arrowStep(name: HyperparameterName): number {
  const steps: Partial<Record<HyperparameterName, number>> = {
    learningRate: 0.0001,
    beta1: 0.05,
    beta2: 0.001,
    batchSize: 8,
    sampleInterval: 100,
    checkpointInterval: 100,
  }
  return steps[name] ?? 1
}
