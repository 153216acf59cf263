import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { drawNoMore, drawSoon } from './draw-queue'

describe('the queue of drawings', () => {
  let frames: (() => void)[] = []
  beforeEach(() => {
    frames = []
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
  })
  afterEach(() => {
    while (frames.length > 0) frame()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  function frame(): void {
    for (const next of frames.splice(0)) next()
    vi.runAllTimers()
  }

  it('draws one after each frame, in the order asked, once for any number of askings', () => {
    const drawn: string[] = []
    const [a, b] = [() => void drawn.push('a'), () => void drawn.push('b')]
    for (const draw of [a, b, a, b, a]) drawSoon(draw)
    expect(drawn).toEqual([])
    frame()
    expect(drawn).toEqual(['a'])
    frame()
    expect(drawn).toEqual(['a', 'b'])
    frame()
    expect(frames).toEqual([])
    drawSoon(a)
    frame()
    expect(drawn).toEqual(['a', 'b', 'a'])
  })

  it('draws nothing that was withdrawn, and continues after a failure', () => {
    const gone = vi.fn()
    const last = vi.fn()
    drawSoon(() => {
      throw new Error('no canvas')
    })
    drawSoon(gone)
    drawSoon(last)
    drawNoMore(gone)
    expect(frame).toThrow('no canvas')
    frame()
    expect(gone).not.toHaveBeenCalled()
    expect(last).toHaveBeenCalledOnce()
  })
})
