import { formatRoute, pageOf, parseRoute } from './routes'
import type { Route } from './routes'

/** The part of a window that has the location. */
export interface AddressBar {
  readonly location: { hash: string; replace(url: string): void }
  addEventListener(type: 'hashchange', handle: () => void): void
}

/** The current route, kept in sync with the location hash. */
export class Router {
  route = $state.raw<Route>({ screen: 'runs' })
  private shownHash: string

  /** @param leave called when the page changes, before the new one shows anything */
  constructor(
    private readonly bar: AddressBar,
    private readonly leave: () => void = () => undefined,
  ) {
    this.shownHash = bar.location.hash
    this.route = parseRoute(this.shownHash)
    bar.addEventListener('hashchange', () => this.update())
  }

  go(route: Route): void {
    this.bar.location.hash = formatRoute(route)
    this.update()
  }

  /** Like {@link go}, but replaces the current history entry. */
  replace(route: Route): void {
    this.bar.location.replace(formatRoute(route))
    this.update()
  }

  /**
   * The browser's event comes later than the change, which {@link go} and {@link replace} do not
   * wait for, so that what their caller says next is about the new page.
   */
  private update(): void {
    const { hash } = this.bar.location
    if (hash === this.shownHash) return
    this.shownHash = hash
    const before = pageOf(this.route)
    this.route = parseRoute(hash)
    if (pageOf(this.route) !== before) this.leave()
  }
}
