import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import type { StudioApi } from '../../contract/api'
import { closeCodes, PageLine, SLOW_BYTES, STUCK_BYTES } from './page-line'

/** A fake WebSocket to a page, whose queue length is set by the test. */
class FakePage extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  readonly sent: string[] = []
  readonly done: (string | number)[] = []

  send(text: string): void {
    this.sent.push(text)
  }
  close(code: number): void {
    this.readyState = 2
    this.done.push(code)
  }
  terminate(): void {
    this.readyState = 3
    this.done.push('terminated')
  }
  ping(): void {
    this.done.push('ping')
  }
}

function openLine() {
  const page = new FakePage()
  const line = new PageLine(page as unknown as WebSocket, {} as StudioApi)
  return { page, line }
}

describe('a page that does not keep up', () => {
  it('receives no metrics, but everything else', () => {
    const { page, line } = openLine()
    page.bufferedAmount = SLOW_BYTES + 1
    line.sendEvent('metrics', 'm')
    line.sendEvent('run', 'r')
    page.bufferedAmount = 0
    line.sendEvent('metrics', 'm2')
    expect(page.sent).toEqual(['r', 'm2'])
    expect(page.done).toEqual([])
  })

  it('is disconnected before its queue fills memory', () => {
    const { page, line } = openLine()
    page.bufferedAmount = STUCK_BYTES + 1
    line.sendEvent('run', 'r')
    line.sendEvent('run', 'r')
    expect(page.sent).toEqual([])
    expect(page.done).toEqual([closeCodes.tooSlow, 'terminated'])
  })
})

describe('a message', () => {
  it.each([
    ['nested brackets', '['.repeat(49_000_000)],
    ['millions of values', `${'[],'.repeat(15_000_000)}0`],
  ])('that claims to be an upload but contains %s is rejected before parsing', (_, junk) => {
    const { page } = openLine()
    const parse = JSON.parse
    let parsed = 0
    JSON.parse = () => parsed++
    try {
      page.emit('message', `{"id":1,"command":"weights.upload","body":${junk}`, false)
    } finally {
      JSON.parse = parse
    }
    expect(page.done).toEqual([closeCodes.notJson])
    expect(parsed).toBe(0)
  })
})

describe('the heartbeat', () => {
  it('keeps a page that responds', () => {
    const { page, line } = openLine()
    for (let i = 0; i < 3; i++) {
      line.heartbeat()
      page.emit('pong')
    }
    expect(page.done).toEqual(['ping', 'ping', 'ping'])
  })

  it('disconnects a page that does not respond', () => {
    const { page, line } = openLine()
    line.heartbeat()
    line.heartbeat()
    expect(page.done).toEqual(['ping', 'terminated'])
  })
})
