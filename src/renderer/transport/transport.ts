import type { Transport } from '../../contract/rpc'
import { bridgeTransport } from './bridge'
import { webSocketTransport } from './web-socket'
import type { Network } from './web-socket'

/** Connects to the page's host: through Electron's bridge, or else by WebSocket. */
export function openTransport(page: Window = window): Transport {
  if (page.studioBridge !== undefined) return bridgeTransport(page.studioBridge)
  const { protocol, host } = page.location
  const url = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/studio`
  return webSocketTransport(url, browserNetwork(page))
}

const browserNetwork = (page: Window): Network => ({
  open: (url) => new WebSocket(url),
  later: (callback, milliseconds) => {
    const timer = page.setTimeout(callback, milliseconds)
    return () => page.clearTimeout(timer)
  },
  isRefused: () =>
    page.fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
      ({ status }) => status === 403,
      () => false,
    ),
  onOnline: (handle) => page.addEventListener('online', handle),
})
