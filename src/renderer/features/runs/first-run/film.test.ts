import { expect, it } from 'vitest'
import { presets } from '../../../../contract/hyperparameters'
import { runConfigSchema } from '../../../../contract/run'
import { settingsSchema } from '../../../../contract/settings'
import { filmEpochs, FilmPlayer } from './film.svelte'
import { shortRun } from './short-run'

it('plays every frame in order, in a loop', () => {
  const player = new FilmPlayer(true)
  const seen = [player.epoch]
  for (let i = 0; seen.length <= filmEpochs.length; i++) {
    player.tick(100)
    if (player.epoch !== seen.at(-1)) seen.push(player.epoch)
    expect(i).toBeLessThan(1000)
  }
  expect(seen).toEqual([...filmEpochs, 0])
})

it('shows the last frame, paused, for reduced motion', () => {
  const player = new FilmPlayer(false)
  expect([player.epoch, player.playing]).toEqual([50, false])
})

it('the short run is valid and shorter than the default', () => {
  const { hyperparameters } = runConfigSchema.parse(shortRun(settingsSchema.parse({})))
  expect(hyperparameters.epochs).toBeLessThan(presets.reference.epochs)
})
