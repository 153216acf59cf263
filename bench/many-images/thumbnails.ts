import type { Page } from '@playwright/test'
import type { Figure } from '../studio/figures'
import { openBrowser, serveStudio } from '../studio/host'
import { recordPage, watch } from '../studio/page-recorder'
import { frameFigures } from '../studio/use'

/**
 * Scrolls through the thumbnails of the data set `many`, as with a mouse wheel and by dragging the
 * scroll bar.
 */
export async function benchThumbnails(home: string, count: number): Promise<Figure[]> {
  const served = await serveStudio(home)
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
    await page.goto(served.url)
    await page.evaluate(`location.hash = '#/data/many'`)
    const list = page.getByRole('listbox')
    await list.getByRole('option').first().waitFor()
    await list.hover()
    const wheel = await recordPage(page, () => scrollByWheel(page))
    const jumps = await recordPage(page, () => scrollByBar(page))
    const images = await list.getByRole('option').first().getAttribute('aria-setsize')
    if (Number(images) !== count) throw new Error(`the page lists ${images} images`)
    return [
      ...frameFigures('scrolling with the wheel', wheel),
      ...frameFigures('dragging the scroll bar', jumps),
    ]
  } finally {
    await browser.close()
    await served.close()
  }
}

/** About 2,000 px per second for 10 seconds. */
async function scrollByWheel(page: Page): Promise<void> {
  for (let i = 0; i < 160; i++) {
    await page.mouse.wheel(0, 120)
    await watch(page, 60)
  }
}

/** From the first image to the last in 10 seconds: images nobody has seen yet in every frame. */
async function scrollByBar(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const box = document.querySelector('[role=listbox]')
    const [begin, length] = [performance.now(), box.scrollHeight - box.clientHeight]
    requestAnimationFrame(function next(now) {
      box.scrollTop = Math.min(1, (now - begin) / 10_000) * length
      if (now - begin < 10_000) requestAnimationFrame(next)
      else resolve()
    })
  })`)
}
