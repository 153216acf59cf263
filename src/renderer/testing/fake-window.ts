import type { WindowLike } from '../state/studio.svelte'

/** A window whose location and colour scheme the test controls. */
export class FakeWindow implements WindowLike {
  dark = false
  readonly history: string[] = []
  private readonly hashHandlers = new Set<() => void>()
  private readonly themeHandlers = new Set<() => void>()
  private hash = ''

  readonly location = (() => {
    const visit = (hash: string, replace: boolean): void => this.visit(hash, replace)
    const read = (): string => this.hash
    return {
      get hash() {
        return read()
      },
      set hash(value: string) {
        visit(value, false)
      },
      replace: (url: string) => visit(url, true),
    }
  })()

  constructor(hash = '') {
    this.hash = hash
    this.history.push(hash)
  }

  addEventListener(_type: 'hashchange', handle: () => void): void {
    this.hashHandlers.add(handle)
  }

  matchMedia(): ReturnType<WindowLike['matchMedia']> {
    const isDark = (): boolean => this.dark
    return {
      get matches() {
        return isDark()
      },
      addEventListener: (_type, handle) => void this.themeHandlers.add(handle),
    }
  }

  setDark(dark: boolean): void {
    this.dark = dark
    for (const handle of this.themeHandlers) handle()
  }

  back(): void {
    this.history.pop()
    this.hash = this.history.at(-1) ?? ''
    for (const handle of this.hashHandlers) handle()
  }

  private visit(hash: string, replace: boolean): void {
    if (replace) this.history.pop()
    this.history.push(hash)
    this.hash = hash
    for (const handle of this.hashHandlers) handle()
  }
}
