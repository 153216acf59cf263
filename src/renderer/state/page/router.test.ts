import { describe, expect, it } from 'vitest'
import { FakeSurroundings } from '../../testing/surroundings'
import { Router } from './router.svelte'

describe('the router', () => {
  it('starts at the opened address', () => {
    const router = new Router(new FakeSurroundings('#/runs/abc/gallery'))
    expect(router.route).toEqual({ screen: 'run', id: 'abc', tab: 'gallery' })
  })

  it('follows the address back and forward', () => {
    const bar = new FakeSurroundings('#/runs')
    const router = new Router(bar)
    router.go({ screen: 'settings' })
    router.go({ screen: 'newRun', from: 'x' })
    expect(router.route).toEqual({ screen: 'newRun', from: 'x' })
    bar.back()
    expect(router.route).toEqual({ screen: 'settings' })
    bar.back()
    expect(router.route).toEqual({ screen: 'runs' })
  })

  it('adds no history entry when it replaces', () => {
    const bar = new FakeSurroundings('#/runs')
    const router = new Router(bar)
    router.go({ screen: 'run', id: 'x', tab: 'training' })
    router.replace({ screen: 'run', id: 'x', tab: 'gallery' })
    expect(router.route).toEqual({ screen: 'run', id: 'x', tab: 'gallery' })
    bar.back()
    expect(router.route).toEqual({ screen: 'runs' })
  })
})
