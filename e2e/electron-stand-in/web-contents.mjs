import { BROWSER, listen, send } from './chromium.mjs'
import { answerInvoke } from './ipc-main.mjs'
import { Navigations } from './navigations.mjs'
import { BINDING, DELIVER, FILES, pageShim } from './page-shim.mjs'
import { toApp, toBrowser } from './protocol.mjs'
import { defaultSession, downloadBegins } from './session.mjs'
import { KnownEvents, strict } from './strict.mjs'
import { decode, encode } from './wire.mjs'

/** @type {Map<number, WebContents>} */
const all = new Map()
let nextId = 1

const events = [
  'did-finish-load',
  'render-process-gone',
  'will-attach-webview',
  'will-frame-navigate',
  'will-navigate',
  'will-redirect',
]

/** A page of the browser, as the main process sees it. */
export class WebContents extends KnownEvents {
  /** @param {{ width: number, height: number, preferences: any, emitClose: () => void }} parts */
  constructor(parts) {
    super('webContents', events)
    this.id = nextId++
    this.session = defaultSession
    this._parts = parts
    this._destroyed = false
    this._crashed = false
    this._openHandler = () => ({ action: 'allow' })
    this._opened = undefined
    this._targetId = undefined
    this._send = undefined
    this._navigations = undefined
    this._strict = strict(this, 'webContents')
    all.set(this.id, this._strict)
    return this._strict
  }

  /** Opens the page; all other calls wait for this. */
  async _open() {
    const { width, height, preferences } = this._parts
    const size = { newWindow: true, width, height }
    const { targetId } = await send('Target.createTarget', { url: 'about:blank', ...size })
    this._targetId = targetId
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
    this._send = (method, params) => send(method, params, sessionId)
    this._navigations = new Navigations(this._strict, this._send)
    listen(sessionId, (event) => void this._receive(event))
    await Promise.all([
      this._send('Page.enable'),
      this._send('Runtime.enable'),
      this._send('Inspector.enable'),
      this._send('Runtime.addBinding', { name: BINDING }),
      this._send('Page.addScriptToEvaluateOnNewDocument', {
        source: pageShim(preferences.preload),
      }),
      this._send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    ])
  }

  get _ready() {
    this._opened ??= this._open()
    return this._opened
  }

  async _receive({ method, params }) {
    this._navigations.receive(method, params)
    if (method === 'Fetch.requestPaused') return this._navigations.requested(params)
    if (method === 'Runtime.bindingCalled' && params.name === BINDING) return this._called(params)
    if (method === 'Page.loadEventFired') this.emit('did-finish-load')
    if (method === 'Page.downloadWillBegin') downloadBegins(this._strict, params)
    if (method === 'Inspector.targetCrashed') {
      this._crashed = true
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    }
    if (method === 'Page.frameNavigated' && params.frame.parentId === undefined)
      this._crashed = false
  }

  async _called({ payload, executionContextId }) {
    const message = decode(payload)
    if (message.kind === 'open') return this._opens(message.url)
    if (message.kind === 'path') return this._tellPath(message, executionContextId)
    const senderFrame = this._navigations.frameOfContext(executionContextId)
    const event = { sender: this._strict, senderFrame, frameId: 1, processId: 1 }
    // The reply is for the calling document, which may have been replaced meanwhile.
    await this._deliver(await answerInvoke(event, message), executionContextId)
  }

  /** Answers with the path of a file that the user chose or dropped; others have none. */
  async _tellPath({ id, file }, contextId) {
    const expression = `globalThis.${FILES}.get(${Number(file)})`
    const { result } = await this._send('Runtime.evaluate', { expression, contextId })
    const { path } = await this._send('DOM.getFileInfo', { objectId: result.objectId })
    await this._deliver({ kind: 'reply', id, value: path }, contextId)
  }

  /** Handles a page that opens another window. */
  _opens(url) {
    const { action } = this._openHandler({ url, frameName: '', disposition: 'new-window' })
    if (action !== 'deny') throw new Error('the Electron stand-in opens no windows for pages')
  }

  /**
   * @param {object} message
   * @param {number} [contextId] the document's context; default: the current one
   */
  async _deliver(message, contextId) {
    const expression = `globalThis.${DELIVER}?.(${JSON.stringify(encode(message))})`
    await this._ready
    // A page that has been closed meanwhile gets no reply.
    const where = contextId === undefined ? {} : { contextId }
    await this._send('Runtime.evaluate', { expression, ...where }).catch(() => undefined)
  }

  send(channel, ...args) {
    void this._deliver({ kind: 'event', channel, args })
  }

  async loadURL(url) {
    await this._ready
    this._navigations.expect(url)
    const { errorText } = await this._send('Page.navigate', { url: toBrowser(url) })
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`)
  }

  reload() {
    void this._ready.then(() => {
      this._navigations.expect()
      return this._send('Page.reload')
    })
  }

  forcefullyCrashRenderer() {
    void this._ready.then(() => this._send('Page.crash').catch(() => undefined))
  }

  setWindowOpenHandler(handler) {
    this._openHandler = handler
  }

  getURL() {
    return this._navigations?.mainFrame?.url ?? ''
  }

  getTitle() {
    return ''
  }

  get mainFrame() {
    return this._navigations?.mainFrame ?? null
  }

  isDestroyed() {
    return this._destroyed
  }

  isCrashed() {
    return this._crashed
  }

  /** The action of the window's close button. */
  close() {
    this._parts.emitClose()
  }

  async _closeTarget() {
    await this._ready
    await send('Target.closeTarget', { targetId: this._targetId }).catch(() => undefined)
    this._gone()
  }

  _gone() {
    if (this._destroyed) return
    this._destroyed = true
    all.delete(this.id)
    this._parts.closed()
  }
}

const ofTarget = (targetId) => [...all.values()].find((contents) => contents._targetId === targetId)

listen(BROWSER, ({ method, params }) => {
  if (method === 'Target.targetDestroyed') ofTarget(params.targetId)?._gone()
  if (method !== 'Target.targetCreated') return
  const { targetId, openerId, url } = params.targetInfo
  const opener = openerId === undefined ? undefined : ofTarget(openerId)
  if (opener === undefined) return
  void send('Target.closeTarget', { targetId }).catch(() => undefined)
  opener._opens(toApp(url))
})

export const webContents = strict(
  {
    getAllWebContents: () => [...all.values()],
    fromId: (id) => all.get(id),
    fromDevToolsTargetId: (targetId) => ofTarget(targetId),
  },
  'webContents',
)
