import { formatRoute, parseRoute } from './routes'
import type { Route } from './routes'

/** The part of a window that has the location. */
export interface AddressBar {
  readonly location: { hash: string; replace(url: string): void }
  addEventListener(type: 'hashchange', handle: () => void): void
}

/** The current route, kept in sync with the location hash. */
export class Router {
  route = $state.raw<Route>({ screen: 'runs' })

  constructor(private readonly bar: AddressBar) {
    this.route = parseRoute(bar.location.hash)
    bar.addEventListener('hashchange', () => (this.route = parseRoute(bar.location.hash)))
  }

  go(route: Route): void {
    this.bar.location.hash = formatRoute(route)
  }

  /** Like {@link go}, but replaces the current history entry. */
  replace(route: Route): void {
    this.bar.location.replace(formatRoute(route))
  }
}
