import { expect, test } from './fixtures'

test('the studio opens, and opens again after a restart and after a kill', async ({ studio }) => {
  const heading = () => studio.page.getByRole('heading', { level: 1 })
  await expect(heading()).toBeVisible()
  await studio.restart()
  await expect(heading()).toBeVisible()
  await studio.kill()
  await studio.open()
  await expect(heading()).toBeVisible()
})
