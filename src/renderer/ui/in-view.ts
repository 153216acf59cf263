import type { Attachment } from 'svelte/attachments'

/** Elements this close to the window count as in view, so that they are ready when scrolled to. */
const MARGIN = '150px'

/** Calls back when the element comes into view or leaves it. */
export const inView =
  (onchange: (visible: boolean) => void): Attachment<Element> =>
  (element) => {
    const observer = new IntersectionObserver(
      (entries) => onchange(entries.at(-1)?.isIntersecting === true),
      { rootMargin: MARGIN },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }
