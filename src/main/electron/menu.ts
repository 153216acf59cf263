import type { MenuItemConstructorOptions } from 'electron'
import type { Strings } from './strings'

interface MenuActions {
  /** Shows the screen with the given address hash. */
  show(hash: string): void
  openDataFolder(): void
}

interface MenuHost {
  mac: boolean
  /** True to include the developer tools. */
  development: boolean
}

/** The application's menu; Electron translates items that have a role. */
export function menuTemplate(
  strings: Strings,
  { show, openDataFolder }: MenuActions,
  { mac, development }: MenuHost,
): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const screen = (label: string, hash: string, accelerator: string) => ({
    label,
    accelerator,
    click: () => show(hash),
  })
  const settings = screen(strings.settings, '#/settings', 'CommandOrControl+,')
  const appMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const fileItems: MenuItemConstructorOptions[] = [
    screen(strings.newRun, '#/new', 'CommandOrControl+N'),
    separator,
    { label: strings.openDataFolder, click: openDataFolder },
    separator,
    ...(mac ? [] : [settings, separator]),
    { role: mac ? 'close' : 'quit' },
  ]
  const viewItems: MenuItemConstructorOptions[] = [
    screen(strings.runs, '#/runs', 'CommandOrControl+1'),
    screen(strings.generate, '#/generate', 'CommandOrControl+2'),
    screen(strings.learn, '#/learn', 'CommandOrControl+3'),
    separator,
    { role: 'reload' },
    ...(development ? [{ role: 'toggleDevTools' } as const] : []),
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
  ]
  return [
    ...(mac ? [appMenu] : []),
    { label: strings.file, submenu: fileItems },
    { role: 'editMenu' },
    { label: strings.view, submenu: viewItems },
    { role: 'windowMenu' },
    { role: 'help', label: strings.help, submenu: [screen(strings.learn, '#/learn', 'F1')] },
  ]
}
