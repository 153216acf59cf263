import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cancelDraw, scheduleDraw } from './draw-queue'

describe('the draw queue', () => {
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

  it('draws one chart per frame, in the order requested, each once', () => {
    const drawn: string[] = []
    const [a, b] = [() => void drawn.push('a'), () => void drawn.push('b')]
    for (const draw of [a, b, a, b, a]) scheduleDraw(draw)
    expect(drawn).toEqual([])
    frame()
    expect(drawn).toEqual(['a'])
    frame()
    expect(drawn).toEqual(['a', 'b'])
    frame()
    expect(frames).toEqual([])
    scheduleDraw(a)
    frame()
    expect(drawn).toEqual(['a', 'b', 'a'])
  })

  it('skips cancelled charts and continues after a failure', () => {
    const cancelled = vi.fn()
    const last = vi.fn()
    scheduleDraw(() => {
      throw new Error('no canvas')
    })
    scheduleDraw(cancelled)
    scheduleDraw(last)
    cancelDraw(cancelled)
    expect(frame).toThrow('no canvas')
    frame()
    expect(cancelled).not.toHaveBeenCalled()
    expect(last).toHaveBeenCalledOnce()
  })
})
