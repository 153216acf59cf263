import { expect, it } from 'vitest'
import { presets } from '../../../../contract/hyperparameters'
import { runConfigSchema } from '../../../../contract/run'
import { settingsSchema } from '../../../../contract/settings'
import { filmSteps, FilmPlayer } from './film.svelte'
import { shortRun } from './short-run'

it('plays every frame in order, in a loop', () => {
  const player = new FilmPlayer(true)
  const seen = [player.step]
  for (let i = 0; seen.length <= filmSteps.length; i++) {
    player.tick(100)
    if (player.step !== seen.at(-1)) seen.push(player.step)
    expect(i).toBeLessThan(1000)
  }
  expect(seen).toEqual([...filmSteps, 0])
})

it('shows the last frame, paused, for reduced motion', () => {
  const player = new FilmPlayer(false)
  expect([player.step, player.playing]).toEqual([filmSteps.at(-1), false])
})

it('the short run is valid and shorter than the default', () => {
  const { hyperparameters } = runConfigSchema.parse(shortRun(settingsSchema.parse({})))
  expect(hyperparameters.epochs).toBeLessThan(presets.reference.epochs)
})
