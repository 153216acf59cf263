import { existsSync } from 'node:fs'
import { KnownEvents, strict } from './strict.mjs'

/*
 * Desktop features. Nothing is shown: everything is recorded for tests to read, and questions to the
 * user fail unless a test has set an answer.
 */

const unanswered = (what) => () => {
  throw new Error(`a test must replace ${what} to answer it`)
}

export const dialog = strict(
  {
    showMessageBox: unanswered('dialog.showMessageBox'),
    showErrorBox: (title, content) => process.stderr.write(`${title}\n${content}\n`),
  },
  'dialog',
)

const roles = new Set([
  'about',
  'appMenu',
  'close',
  'editMenu',
  'help',
  'hide',
  'hideOthers',
  'quit',
  'reload',
  'resetZoom',
  'toggleDevTools',
  'togglefullscreen',
  'unhide',
  'windowMenu',
  'zoomIn',
  'zoomOut',
])

class MenuItem {
  constructor({ label, role, type, accelerator, click, submenu }) {
    if (role !== undefined && !roles.has(role)) throw new Error(`there is no role ${role}`)
    this.role = role
    this.label = label ?? role ?? ''
    this.type = type ?? (submenu === undefined ? 'normal' : 'submenu')
    this.accelerator = accelerator
    this.submenu = submenu === undefined ? undefined : Menu.buildFromTemplate(submenu)
    this.run = click
  }
  click() {
    this.run?.(this)
  }
}

let applicationMenu = null
export class Menu {
  /** @type {MenuItem[]} */
  items = []

  static buildFromTemplate(template) {
    const menu = new Menu()
    menu.items = template.map((item) => new MenuItem(item))
    return menu
  }
  static setApplicationMenu(menu) {
    applicationMenu = menu
  }
  static getApplicationMenu() {
    return applicationMenu
  }
}

export class Notification extends KnownEvents {
  constructor({ title, body }) {
    super('Notification', ['click'])
    this.title = title
    this.body = body
  }
  static isSupported() {
    return true
  }
  /** The notifications shown so far, for tests. */
  static shown = []
  show() {
    Notification.shown.push({ title: this.title, body: this.body })
  }
}

const blockers = new Map()
export const powerSaveBlocker = strict(
  {
    start(type) {
      const id = blockers.size + 1
      blockers.set(id, type)
      return id
    },
    stop: (id) => void blockers.set(id, undefined),
    isStarted: (id) => blockers.get(id) !== undefined,
  },
  'powerSaveBlocker',
)

const display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
}
export const screen = strict(
  { getPrimaryDisplay: () => display, getAllDisplays: () => [display] },
  'screen',
)

export const nativeTheme = strict({ shouldUseDarkColors: false }, 'nativeTheme')

/** The folders opened so far, for tests. */
const shownPaths = []
export const shell = strict(
  {
    shownPaths,
    openPath: async (target) => {
      if (!existsSync(target)) return 'Failed to open path'
      shownPaths.push(target)
      return ''
    },
  },
  'shell',
)
