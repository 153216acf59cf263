import { expect } from '../fixtures'
import type { Locator, Page } from '@playwright/test'

/** Presses Tab until the element has the focus, which it may have already. */
export async function tabTo(page: Page, element: Locator, most = 80): Promise<void> {
  await expect(element).toBeVisible()
  const isThere = () => element.evaluate((node) => node === node.ownerDocument.activeElement)
  for (let i = 0; !(await isThere()); i++) {
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
 * Elements that a pointer can use but Tab does not reach: controls and links, of the radio buttons
 * of one name any, and of a composite (tabindex -1) that one which stands for it.
 */
export async function beyondTab(page: Page): Promise<string[]> {
  const count = Number(
    await page.evaluate(`(() => {
      const useful = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
      // Behind a modal dialog nothing can be used by anyone.
      const within = document.querySelector('dialog[open]') ?? document
      window.__tabbable = [...within.querySelectorAll(useful)].filter((element) =>
        !element.disabled && element.tabIndex >= 0 &&
        element.checkVisibility({ visibilityProperty: true }))
      window.__reached = new Set()
      document.addEventListener('focusin', ({ target }) => window.__reached.add(target))
      document.activeElement?.blur()
      return window.__tabbable.length
    })()`),
  )
  // Once round, and a few more for where the circle is closed.
  for (let i = 0; i < count + 5; i++) await page.keyboard.press('Tab')
  return (await page.evaluate(`(() => {
    const reached = [...window.__reached]
    const names = new Set(reached.flatMap(({ type, name }) => (type === 'radio' ? [name] : [])))
    return window.__tabbable
      .filter((element) => !window.__reached.has(element))
      .filter(({ type, name }) => type !== 'radio' || !names.has(name))
      .map(({ outerHTML }) => outerHTML.slice(0, 160))
  })()`)) as string[]
}
