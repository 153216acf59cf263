import type { Page } from '@playwright/test'
import { goTo } from '../../e2e/app'
import type { Figure } from './figures'
import { quantile } from '../../src/main/studio/quantile'
import { LONG_RUN } from './long-run'
import { recordPage, watch } from './page-recorder'
import type { PageRecord } from './page-recorder'

/** Simulates a user viewing a run of 46,900 steps that trains at full speed. */
export async function benchUse(page: Page): Promise<Figure[]> {
  const used = await recordPage(page, async () => {
    await useCharts(page)
    await useGallery(page)
    await useScreens(page)
  })
  await openRun(page)
  const watching = await recordPage(page, () => watch(page, 10_000))
  const scrolling = await recordPage(page, () => scroll(page))
  await page.getByRole('tab', { name: 'Gallery' }).click()
  const playing = await recordPage(page, () => play(page))
  const { interactions } = used
  process.stderr.write(`The slowest interactions:\n${used.slowest.join('\n')}\n`)
  return [
    { name: 'interactions', value: interactions.length, unit: '' },
    { name: 'interaction, median', value: quantile(interactions, 0.5), unit: 'ms' },
    {
      name: 'interaction, 95th percentile',
      value: quantile(interactions, 0.95),
      unit: 'ms',
      limit: 50,
    },
    { name: 'interaction, slowest', value: quantile(interactions, 1), unit: 'ms' },
    { name: 'long tasks while in use', value: used.longTasks.length, unit: 'of over 50 ms' },
    ...frameFigures('watching', watching),
    ...frameFigures('scrolling', scrolling),
    ...frameFigures('playing the gallery', playing),
  ]
}

/** Mean frames per second, the slowest frames and long tasks. */
export function frameFigures(what: string, { frames, longTasks }: PageRecord): Figure[] {
  const seconds = frames.reduce((sum, frame) => sum + frame, 0) / 1000
  return [
    // A display's frame is 16.7 ms; a limit of 59 allows for one late frame in a hundred.
    {
      name: `${what}: frames per second`,
      value: frames.length / seconds,
      unit: '',
      limit: 59,
      atLeast: true,
    },
    { name: `${what}: frame, 99th percentile`, value: quantile(frames, 0.99), unit: 'ms' },
    { name: `${what}: long tasks`, value: longTasks.length, unit: 'of over 50 ms' },
  ]
}

export async function openRun(page: Page): Promise<void> {
  await goTo(page, 'Runs')
  await page.getByRole('link', { name: LONG_RUN }).first().click()
  await page.getByRole('heading', { level: 1, name: LONG_RUN }).waitFor()
}

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await page.keyboard.press(key)
}

async function useCharts(page: Page): Promise<void> {
  const scale = page.getByRole('radiogroup', { name: 'Scale of the loss' })
  for (const name of ['Log', 'Linear']) await scale.getByRole('radio', { name }).check()
  await page.getByRole('slider', { name: 'Smoothing' }).focus()
  await press(page, 'ArrowRight', 8)
  await press(page, 'ArrowLeft', 8)
  for (const name of [
    'Zoom in',
    'Zoom in',
    'Earlier steps',
    'Later steps',
    'Zoom out',
    'Show all',
  ]) {
    await page.getByRole('button', { name, exact: true }).first().click()
  }
  const canvas = page.getByRole('region', { name: 'Charts' }).locator('canvas').first()
  const box = await canvas.boundingBox()
  if (box === null) throw new Error('there is no chart')
  const [x, y] = [box.x + box.width * 0.4, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 120, y, { steps: 12 })
  await page.mouse.up()
  await page.getByRole('button', { name: 'Show all', exact: true }).first().click()
}

async function useGallery(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Gallery' }).click()
  await page.getByRole('slider', { name: 'Timeline', exact: true }).focus()
  await press(page, 'ArrowLeft', 15)
  await press(page, 'Home', 1)
  await press(page, 'End', 1)
  const compare = page.getByRole('switch', { name: 'Compare' })
  await compare.check()
  await compare.uncheck()
  await page.getByRole('tab', { name: 'Training' }).click()
}

async function useScreens(page: Page): Promise<void> {
  await goTo(page, 'Runs')
  await page.getByRole('searchbox').pressSequentially('a long')
  await page.getByRole('searchbox').clear()
  await page.getByRole('link', { name: 'New run' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill('')
  await page.getByLabel('Name', { exact: true }).pressSequentially('Another')
  await goTo(page, 'Learn')
  await goTo(page, 'Settings')
  await goTo(page, 'Generate')
  await openRun(page)
}

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(700, 500)
  for (let i = 0; i < 40; i++) {
    await page.mouse.wheel(0, i % 20 < 10 ? 90 : -90)
    await watch(page, 60)
  }
}

async function play(page: Page): Promise<void> {
  const speeds = page.getByRole('radiogroup', { name: 'Speed (fps)' })
  await speeds.getByRole('radio', { name: '30' }).check()
  await page.getByRole('button', { name: 'Play' }).click()
  await watch(page, 3500)
}
