import { expect } from '../fixtures'
import type { Locator, Page } from '@playwright/test'

/** Presses Tab until the element has the focus, unless it has it already. */
export async function tabTo(page: Page, element: Locator, most = 80): Promise<void> {
  await expect(element).toBeVisible()
  const isFocused = () => element.evaluate((node) => node === node.ownerDocument.activeElement)
  for (let i = 0; !(await isFocused()); i++) {
    if (i === most) throw new Error(`${most} Tabs do not lead to ${String(element)}`)
    await page.keyboard.press('Tab')
  }
}

/** Replaces a field's value by typing. */
export async function typeInto(page: Page, label: string, value: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(value)
  await expect(page.getByLabel(label, { exact: true })).toHaveValue(value)
}

/**
 * Controls and links that Tab does not reach. One radio button per group is enough, and elements of
 * composite widgets (tabindex -1) do not count.
 */
export async function unreachableByTab(page: Page): Promise<string[]> {
  await page.evaluate(`(() => {
    window.__reached = new Set()
    document.addEventListener('focusin', ({ target }) => window.__reached.add(target))
    document.activeElement?.blur()
  })()`)
  await tabAround(page)
  const missed = await controlsNotReached(page)
  if (missed.length === 0) return missed
  // What appeared during the first round has pushed others out of it.
  await tabAround(page)
  return controlsNotReached(page)
}

/** Presses Tab once per control, and a few times more to leave and re-enter the page. */
async function tabAround(page: Page): Promise<void> {
  const count = Number(await page.evaluate(`${TABBABLE}.length`))
  for (let i = 0; i < count + 5; i++) await page.keyboard.press('Tab')
}

const controlsNotReached = async (page: Page): Promise<string[]> =>
  (await page.evaluate(`(() => {
    const reached = [...window.__reached]
    const names = new Set(reached.flatMap(({ type, name }) => (type === 'radio' ? [name] : [])))
    return ${TABBABLE}
      .filter((element) => !window.__reached.has(element))
      .filter(({ type, name }) => type !== 'radio' || !names.has(name))
      .map(({ outerHTML }) => outerHTML.slice(0, 160))
  })()`)) as string[]

/** An expression for the page's usable controls; those behind a modal dialog are not. */
const TABBABLE = `[...(document.querySelector('dialog[open]') ?? document).querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]',
)].filter((element) =>
  !element.disabled && element.tabIndex >= 0 &&
  element.checkVisibility({ visibilityProperty: true }))`
