import { formatRoute, parseRoute } from './routes'
import type { Route } from './routes'

/** The part of a window that holds the address. */
export interface AddressBar {
  readonly location: { hash: string; replace(url: string): void }
  addEventListener(type: 'hashchange', handle: () => void): void
}

/** The current screen. It follows the address, so back and forward work. */
export class Router {
  route = $state.raw<Route>({ screen: 'runs' })

  constructor(private readonly bar: AddressBar) {
    this.route = parseRoute(bar.location.hash)
    bar.addEventListener('hashchange', () => (this.route = parseRoute(bar.location.hash)))
  }

  go(route: Route): void {
    this.bar.location.hash = formatRoute(route)
  }

  /** Like {@link go}, but replaces the entry in the browser's history. */
  replace(route: Route): void {
    this.bar.location.replace(formatRoute(route))
  }
}
