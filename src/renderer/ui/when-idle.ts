const MOST_MS = 500

/** Calls back when the browser is idle, or soon if it cannot tell. @returns cancels it */
export function whenIdle(callback: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(callback, MOST_MS)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(callback, { timeout: MOST_MS })
  return () => cancelIdleCallback(request)
}
