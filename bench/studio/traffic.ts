import type { Page } from '@playwright/test'
import type { Figure } from './figures'
import { watch } from './page-recorder'

const SECONDS = 20

/** Measures the messages and images between host and page during steady training. */
export async function benchTraffic(page: Page): Promise<Figure[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  let [messages, messageBytes, fetchedBytes] = [0, 0, 0]
  const count = ({ response }: { response: { payloadData: string } }): void => {
    messages += 1
    messageBytes += Buffer.byteLength(response.payloadData)
  }
  session.on('Network.webSocketFrameReceived', count)
  session.on('Network.webSocketFrameSent', count)
  session.on('Network.loadingFinished', (event) => {
    fetchedBytes += event.encodedDataLength
  })
  await watch(page, SECONDS * 1000)
  await session.detach()
  const total = (messageBytes + fetchedBytes) / 1000 / SECONDS
  return [
    { name: 'traffic: messages per second', value: messages / SECONDS, unit: '' },
    { name: 'traffic', value: total, unit: 'kB/s', limit: 200 },
  ]
}
