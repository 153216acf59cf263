import { EventEmitter, once } from 'node:events'
import { fulfil, toApp } from './protocol.mjs'
import { preventable } from './strict.mjs'

/** The longest delay between a navigation's request and its report, in milliseconds. */
const NOTICE_MS = 500

/** The frames of a page, and the navigations that its scripts and links request. */
export class Navigations {
  /** @type {Map<string, { id: string, parentId?: string, url: string }>} */
  frames = new Map()
  /** @type {Map<number, string>} frames by execution context */
  contexts = new Map()
  /** @type {Map<string, string>} requested navigations, by frame */
  wanted = new Map()

  /** Notifies waiters, by frame id, of a requested navigation. */
  noticed = new EventEmitter()

  /** Marks the page's next navigation as requested by the application itself. */
  expected = false

  constructor(contents, send) {
    this.contents = contents
    this.send = send
  }

  /** @param {string} [url] a change of only the hash requests no document */
  expect(url) {
    const [before, after] = [this.mainFrame?.url, url].map((address) => address?.split('#')[0])
    this.expected = url === undefined || before !== after
  }

  receive(method, params) {
    if (method === 'Page.frameNavigated') this.frames.set(params.frame.id, params.frame)
    if (method === 'Page.navigatedWithinDocument') {
      const frame = this.frames.get(params.frameId)
      if (frame !== undefined) this.frames.set(params.frameId, { ...frame, url: params.url })
    }
    if (method === 'Page.frameAttached') {
      const { frameId, parentFrameId } = params
      this.frames.set(frameId, { id: frameId, parentId: parentFrameId, url: 'about:blank' })
    }
    if (method === 'Page.frameDetached') this.frames.delete(params.frameId)
    if (method === 'Page.frameRequestedNavigation') {
      this.wanted.set(params.frameId, params.url)
      this.noticed.emit(params.frameId)
    }
    if (method === 'Runtime.executionContextCreated') {
      this.contexts.set(params.context.id, params.context.auxData?.frameId)
    }
    if (method === 'Runtime.executionContextsCleared') this.contexts.clear()
  }

  get mainFrame() {
    const frame = [...this.frames.values()].find(({ parentId }) => parentId === undefined)
    return frame === undefined ? null : this.describe(frame)
  }

  frameOfContext(contextId) {
    const frame = this.frames.get(this.contexts.get(contextId) ?? '')
    return frame === undefined ? null : this.describe(frame)
  }

  describe({ url, parentId }) {
    const parent = parentId === undefined ? undefined : this.frames.get(parentId)
    return { url: toApp(url), parent: parent === undefined ? null : this.describe(parent) }
  }

  /** Handles a paused request of the page. */
  async requested(paused) {
    const { requestId, resourceType, frameId, request } = paused
    if (resourceType === 'Document' && (await this.isPrevented(frameId, request))) {
      return this.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
    }
    return fulfil(paused, this.send).catch(() =>
      this.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => undefined),
    )
  }

  /** Waits for the report that the frame's page requested the navigation, if it did. */
  async noticeOf(frameId) {
    // A timeout, because a navigating page cannot be asked whether there will be a report.
    await once(this.noticed, frameId, { signal: AbortSignal.timeout(NOTICE_MS) }).catch(
      () => undefined,
    )
  }

  /**
   * Emits the navigation event, as Electron does for navigations by a page, but not by the user or
   * the application.
   */
  async isPrevented(frameId, request) {
    const isMainFrame = this.frames.get(frameId)?.parentId === undefined
    if (isMainFrame && this.expected) {
      this.expected = false
      return false
    }
    if (!this.wanted.has(frameId)) await this.noticeOf(frameId)
    if (!this.wanted.delete(frameId)) return false
    const event = preventable({ url: toApp(request.url), isMainFrame })
    this.contents.emit('will-frame-navigate', event, event.url)
    if (isMainFrame) this.contents.emit('will-navigate', event, event.url)
    return event.defaultPrevented
  }
}
