import { KnownEvents, preventable, strict } from './strict.mjs'
import { WebContents } from './web-contents.mjs'

/** @type {Map<number, BrowserWindow>} */
const all = new Map()
let nextId = 1
/** @type {{ contentsCreated(contents: object): void, allClosed(): void }} */
let host

/** @param {typeof host} parts */
export function connectWindows(parts) {
  host = parts
}

const events = ['close', 'closed', 'ready-to-show', 'unresponsive']

/** A window: a page whose bounds are only numbers. */
export class BrowserWindow extends KnownEvents {
  constructor({ width = 800, height = 600, x = 0, y = 0, show = true, webPreferences = {} } = {}) {
    super('BrowserWindow', events)
    this.id = nextId++
    this._state = { visible: show, focused: show, minimized: false, maximized: false }
    this._bounds = { x, y, width, height }
    this._destroyed = false
    this._progress = undefined
    this._strict = strict(this, 'BrowserWindow')
    const parts = {
      width,
      height,
      preferences: webPreferences,
      emitClose: () => this.close(),
      closed: () => this._closed(),
    }
    this.webContents = new WebContents(parts)
    all.set(this.id, this._strict)
    host.contentsCreated(this.webContents)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    return this._strict
  }

  static getAllWindows() {
    return [...all.values()]
  }
  static fromWebContents(contents) {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }
  static getFocusedWindow() {
    return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null
  }

  loadURL(url) {
    return this.webContents.loadURL(url)
  }

  /** Emits `close`, and closes unless a handler prevents it. */
  close() {
    if (this._destroyed) return
    const event = preventable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy() {
    void this.webContents._closeTarget()
  }
  _closed() {
    if (this._destroyed) return
    this._destroyed = true
    all.delete(this.id)
    this.emit('closed')
    if (all.size === 0) host.allClosed()
  }
  isDestroyed() {
    return this._destroyed
  }

  show() {
    Object.assign(this._state, { visible: true, focused: true })
  }
  hide() {
    Object.assign(this._state, { visible: false, focused: false })
  }
  focus() {
    this._state.focused = true
  }
  blur() {
    this._state.focused = false
  }
  minimize() {
    Object.assign(this._state, { minimized: true, focused: false })
  }
  restore() {
    this._state.minimized = false
  }
  maximize() {
    this._state.maximized = true
  }
  unmaximize() {
    this._state.maximized = false
  }
  isVisible() {
    return this._state.visible
  }
  isFocused() {
    return this._state.focused
  }
  isMinimized() {
    return this._state.minimized
  }
  isMaximized() {
    return this._state.maximized
  }

  getBounds() {
    return { ...this._bounds }
  }
  getNormalBounds() {
    return { ...this._bounds }
  }
  setBounds(bounds) {
    Object.assign(this._bounds, bounds)
  }

  /** Stored as `_progress` for tests to read. */
  setProgressBar(fraction, options = {}) {
    this._progress = { fraction, ...options }
  }
}
