import type { Page } from '@playwright/test'
import type { Figure } from './figures'
import { watch } from './page-recorder'

const SECONDS = 20

/** Messages in both directions, and their bytes with those of all that was fetched. */
interface Traffic {
  messages: number
  bytes: number
}

/** Counts what host and page exchange during some work. */
export async function trafficDuring(page: Page, work: () => Promise<unknown>): Promise<Traffic> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const traffic: Traffic = { messages: 0, bytes: 0 }
  const count = ({ response }: { response: { payloadData: string } }): void => {
    traffic.messages += 1
    traffic.bytes += Buffer.byteLength(response.payloadData)
  }
  session.on('Network.webSocketFrameReceived', count)
  session.on('Network.webSocketFrameSent', count)
  session.on('Network.loadingFinished', (event) => {
    traffic.bytes += event.encodedDataLength
  })
  await work()
  await session.detach()
  return traffic
}

/** Measures the messages and images between host and page during steady training. */
export async function benchTraffic(page: Page): Promise<Figure[]> {
  const { messages, bytes } = await trafficDuring(page, () => watch(page, SECONDS * 1000))
  const total = bytes / 1000 / SECONDS
  return [
    { name: 'traffic: messages per second', value: messages / SECONDS, unit: '' },
    { name: 'traffic', value: total, unit: 'kB/s', limit: 200 },
  ]
}
