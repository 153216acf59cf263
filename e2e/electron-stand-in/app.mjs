import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { BrowserWindow, connectWindows } from './browser-window.mjs'
import { defaultSession } from './session.mjs'
import { KnownEvents, preventable, strict } from './strict.mjs'

const events = [
  'activate',
  'before-quit',
  'quit',
  'ready',
  'second-instance',
  'session-created',
  'web-contents-created',
  'will-quit',
  'window-all-closed',
]

class App extends KnownEvents {
  constructor() {
    super('app', events)
    this.isPackaged = false
    this._paths = {}
    this._quitting = false
    this._manifest = undefined
    this._folder = undefined
    this.commandLine = undefined
    this._whenReady = new Promise((resolve) => (this._becomeReady = resolve))
    this._isReady = false
  }

  whenReady() {
    return this._whenReady
  }
  isReady() {
    return this._isReady
  }
  getVersion() {
    return this._manifest.version
  }
  getName() {
    return this._manifest.name
  }
  getAppPath() {
    return this._folder
  }
  getLocale() {
    return 'en-US'
  }
  getPath(name) {
    const found = this._paths[name]
    if (found === undefined) throw new Error(`the Electron stand-in has no path ${name}`)
    return found
  }
  setPath(name, value) {
    if (name !== 'userData') throw new Error(`the Electron stand-in cannot move ${name}`)
    this._paths[name] = value
  }
  enableSandbox() {
    if (this._isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }

  /**
   * One file identifies the first instance; another signals that a second instance has started.
   */
  requestSingleInstanceLock() {
    const folder = this.getPath('userData')
    const [lock, knock] = [path.join(folder, 'stand-in.lock'), path.join(folder, 'stand-in.knock')]
    mkdirSync(folder, { recursive: true })
    if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
      writeFileSync(knock, `${process.pid}`)
      return false
    }
    writeFileSync(lock, `${process.pid}`)
    process.on('exit', () => rmSync(lock, { force: true }))
    const watcher = watch(folder, () => {
      if (!existsSync(knock)) return
      rmSync(knock, { force: true })
      this.emit('second-instance', {}, [], folder)
    })
    watcher.unref()
    return true
  }

  /** Emits the quit events, and exits unless a handler prevents it. */
  quit() {
    const event = preventable()
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this._quitting = true
    const windows = BrowserWindow.getAllWindows()
    if (windows.length === 0) return this._leave()
    for (const window of windows) window.close()
  }
  exit(code = 0) {
    process.exit(code)
  }
  _leave() {
    const event = preventable()
    this.emit('will-quit', event)
    if (event.defaultPrevented) return
    this.emit('quit', {}, 0)
    process.exit(0)
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const target = new App()
export const app = strict(target, 'app')

connectWindows({
  contentsCreated: (contents) => app.emit('web-contents-created', {}, contents),
  allClosed: () => {
    if (target._quitting) return target._leave()
    // Without a listener, Electron quits.
    if (!app.emit('window-all-closed')) app.quit()
  },
})

/** Controls the application from the executable. */
export const launch = {
  prepare({ folder, manifest, switches }) {
    target._folder = folder
    target._manifest = manifest
    target._paths['userData'] = path.join(os.homedir(), '.config', manifest.name)
    const valueOf = (name) => switches.find((arg) => arg.startsWith(`--${name}=`))
    target.commandLine = strict(
      {
        hasSwitch: (name) => switches.some((arg) => arg.split('=')[0] === `--${name}`),
        getSwitchValue: (name) => valueOf(name)?.slice(name.length + 3) ?? '',
      },
      'app.commandLine',
    )
  },
  ready() {
    target._isReady = true
    app.emit('session-created', defaultSession)
    app.emit('ready', {}, {})
    target._becomeReady()
  },
}
