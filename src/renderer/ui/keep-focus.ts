/*
 * If the focused element is removed, hidden or disabled, browsers drop the focus to the page: the
 * next key then does nothing, and Tab starts from the top.
 */

const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex]'

/** An ancestor of the focused element, and the index of its child that leads to it. */
interface Place {
  parent: Element
  index: number
}

/**
 * Moves the focus to the nearest control whenever it would fall to the page. Code that moves the
 * focus itself, at once or after a tick, takes precedence.
 *
 * @returns a function that stops this
 */
export function keepFocus(page: Document): () => void {
  let focused: Element | undefined
  let places: Place[] = []
  let checking = false
  /** Returns true if the focus may have been dropped, rather than moved. */
  const isOpen = (): boolean =>
    focused !== undefined && (page.activeElement === page.body || page.activeElement === focused)
  const isAdrift = (): boolean => isOpen() && focused !== undefined && !canHaveFocus(focused)
  const moveIfAdrift = (): void => {
    if (isAdrift()) nearestTo(places)?.focus({ preventScroll: true })
  }
  /** Visibility is checked once per frame, after layout: earlier, the page would be laid out twice. */
  const checkAfterFrame = (): void => {
    if (checking) return
    checking = true
    requestAnimationFrame(() =>
      setTimeout(() => {
        checking = false
        moveIfAdrift()
      }),
    )
  }
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element)) return
    focused = target
    places = placesOf(target)
  }
  // A click outside all controls moves the focus to the page on purpose.
  const onBlur = (): void =>
    void setTimeout(() => {
      if (page.activeElement === page.body && !isAdrift()) focused = undefined
    })
  const observer = new MutationObserver(() => {
    if (focused === undefined || !isOpen()) return
    if (isUsable(focused)) checkAfterFrame()
    else setTimeout(moveIfAdrift)
  })
  page.addEventListener('focusin', onFocus)
  page.addEventListener('focusout', onBlur)
  const attributeFilter = ['disabled', 'hidden', 'inert', 'open']
  observer.observe(page.body, { childList: true, subtree: true, attributeFilter })
  return () => {
    observer.disconnect()
    page.removeEventListener('focusin', onFocus)
    page.removeEventListener('focusout', onBlur)
  }
}

const isUsable = (element: Element): boolean =>
  element.isConnected && !element.matches(':disabled, [inert] *')

const canHaveFocus = (element: Element): boolean =>
  isUsable(element) && element.checkVisibility({ visibilityProperty: true })

function placesOf(element: Element): Place[] {
  const places: Place[] = []
  for (let child = element; child.parentElement !== null; child = child.parentElement) {
    const parent = child.parentElement
    places.push({ parent, index: [...parent.children].indexOf(child) })
  }
  return places
}

/**
 * Returns the nearest remaining ancestor if it is focusable, such as a panel whose content was
 * replaced, or else the control in it at, after or before the lost element.
 */
function nearestTo(places: readonly Place[]): HTMLElement | undefined {
  for (const { parent, index } of places) {
    if (!parent.isConnected || !(parent instanceof HTMLElement)) continue
    if (parent.hasAttribute('tabindex') && canHaveFocus(parent)) return parent
    const controls = [...parent.querySelectorAll<HTMLElement>(CONTROLS)].filter(
      (control) => control.tabIndex >= 0 && canHaveFocus(control),
    )
    const child = parent.children[index]
    const next = controls.find((control) => child !== undefined && isAtOrAfter(control, child))
    const nearest = next ?? controls.at(-1)
    if (nearest !== undefined) return nearest
  }
  return undefined
}

const isAtOrAfter = (control: Element, child: Element): boolean =>
  child.contains(control) ||
  (child.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
