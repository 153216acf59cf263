import type { Attachment } from 'svelte/attachments'

/**
 * Calls back with the element's width in CSS pixels, at first and whenever it changes. Unlike
 * reading the width, it does not make the browser lay out the page.
 */
export const resized =
  (onchange: (width: number) => void): Attachment<Element> =>
  (element) => {
    const observer = new ResizeObserver((entries) => {
      const width = entries.at(-1)?.contentRect.width
      if (width !== undefined) onchange(width)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }
