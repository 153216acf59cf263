import { expect, it } from 'vitest'
import { ownNetworksSchema, settingsOf } from '../../../../contract/architectures/own-networks'
import { presets } from '../../../../contract/hyperparameters'
import { tinyConditional } from '../../../../contract/testing/tiny-networks'
import { separateTerms } from './separate-terms'

const of = (hyperparameters: typeof presets.reference) => separateTerms({ hyperparameters })

it('the terms that the charts leave out are the penalty and the classification loss', () => {
  expect(of(presets.reference)).toEqual([])
  expect(of(presets['wgan-gp'])).toEqual(['penalty'])
  const conditional = { ...presets['conditional-mlp'], penalty: 'none' } as const
  const classifier = { ...conditional, conditioning: 'auxiliaryClassifier' } as const
  expect(of({ ...conditional, conditioning: 'projection' })).toEqual([])
  expect(of(classifier)).toEqual(['classification'])
  expect(of({ ...classifier, penalty: 'r1' })).toEqual(['penalty', 'classification'])
  expect(of({ ...classifier, architecture: 'custom' })).toEqual([])
})

it('those of own networks follow from their layers', () => {
  for (const [head, terms] of [
    ['classifierHead', ['classification']],
    ['projectionHead', []],
  ] as const) {
    const networks = ownNetworksSchema.parse(tinyConditional(head))
    const hyperparameters = { ...presets.reference, ...settingsOf(networks) }
    expect(separateTerms({ hyperparameters, networks })).toEqual(terms)
  }
})
