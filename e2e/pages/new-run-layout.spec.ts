import { goTo, overflow, unfold } from '../app'
import { expect, test } from '../fixtures'
import type { Page } from '@playwright/test'

const startButton = (page: Page) => page.getByRole('button', { name: 'Start training' })

/** The form's elements in Tab order, with their positions. */
async function tabStops(page: Page): Promise<{ name: string; top: number; covered: boolean }[]> {
  const seen = []
  await page.getByRole('heading', { level: 1 }).focus()
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    const at = (await page.evaluate(`(() => {
      const element = document.activeElement
      if (!document.querySelector('main').contains(element)) return null
      const box = element.getBoundingClientRect()
      const bar = document.querySelector('aside.start')
      const over = bar.contains(element) ? false : box.bottom > bar.getBoundingClientRect().top + 1
      const name = element.getAttribute('aria-label') ?? element.id + element.textContent
      return { name, top: box.top + scrollY, covered: over, inBar: bar.contains(element) }
    })()`)) as { name: string; top: number; covered: boolean; inBar: boolean } | null
    if (at === null) break
    seen.push({ ...at, top: at.inBar ? Infinity : at.top })
  }
  return seen
}

for (const width of [480, 1024]) {
  test(`at ${width} pixels Tab follows the visual order, and no control is covered`, async ({
    shared: { page },
  }) => {
    await page.setViewportSize({ width, height: 800 })
    await goTo(page, 'New run')
    await expect(page.getByText('46,900 steps')).toBeVisible()
    await expect(startButton(page)).toBeInViewport()
    // The engines' descriptions move what is below them.
    await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible()
    await unfold(page)
    const seen = await tabStops(page)
    expect(seen.length).toBeGreaterThan(20)
    expect(seen.filter(({ covered }) => covered)).toEqual([])
    // The start bar comes last, and stays in view while the page scrolls.
    const inBar = seen.findIndex(({ top }) => top === Infinity)
    expect(seen.slice(inBar).every(({ top }) => top === Infinity)).toBe(true)
    const tops = seen.slice(0, inBar).map(({ top }) => top)
    // Controls in one row may differ in height.
    for (const [i, top] of tops.slice(1).entries()) {
      expect(top, seen[i + 1]?.name).toBeGreaterThan((tops[i] ?? 0) - 60)
    }
    await expect(startButton(page)).toBeInViewport()
  })
}

test('the page does not scroll sideways at any width, tooltips included', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  for (let width = 400; width <= 1300; width += 50) {
    await page.setViewportSize({ width, height: 800 })
    await expect.poll(() => overflow(page), `${width} pixels`).toBe(0)
  }
})
