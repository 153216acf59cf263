import { expect, test } from '../../fixtures'
import { isAlive } from '../in-page'

const cases = [
  ['invalid JSON', `'hello'`, 1007],
  ['bytes', `new Uint8Array(8)`, 1007],
  ['JSON that is not a call', `'[1, 2, 3]'`, 4400],
  ['a command of a megabyte', `'{"id":1,"command":"runs.rename","body":"' + 'A'.repeat(1e6)`, 1009],
  ['a message of 60 megabytes', `'A'.repeat(6e7)`, 1009],
] as const

for (const [what, message, code] of cases) {
  test(`a socket that sends ${what} is closed, and the studio keeps working`, async ({
    studio,
  }) => {
    const closed = await studio.page.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket('ws://' + location.host + '/studio')
      socket.onopen = () => socket.send(${message})
      socket.onclose = ({ code }) => resolve(code)
    })`)
    expect(closed).toBe(code)
    expect(await isAlive(studio.page)).toBe(true)
  })
}

test('a flood of messages is disconnected, and the studio keeps working', async ({ studio }) => {
  const closed = await studio.page.evaluate(`new Promise((resolve) => {
    const socket = new WebSocket('ws://' + location.host + '/studio')
    const call = JSON.stringify({ id: 1, command: 'runs.list', body: {} })
    socket.onopen = () => { for (let i = 0; i < 20000; i++) socket.send(call) }
    socket.onclose = ({ code }) => resolve(code)
  })`)
  expect(closed).toBe(4429)
  expect(await isAlive(studio.page)).toBe(true)
})
