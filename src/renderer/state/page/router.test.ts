import { describe, expect, it } from 'vitest'
import { FakeWindow } from '../../testing/fake-window'
import { Router } from './router.svelte'

describe('the router', () => {
  it('starts at the initial hash', () => {
    const router = new Router(new FakeWindow('#/runs/abc/gallery'))
    expect(router.route).toEqual({ screen: 'run', id: 'abc', tab: 'gallery' })
  })

  it('follows the location back and forward', () => {
    const bar = new FakeWindow('#/runs')
    const router = new Router(bar)
    router.go({ screen: 'settings' })
    router.go({ screen: 'newRun', from: 'x' })
    expect(router.route).toEqual({ screen: 'newRun', from: 'x' })
    bar.back()
    expect(router.route).toEqual({ screen: 'settings' })
    bar.back()
    expect(router.route).toEqual({ screen: 'runs' })
  })

  it('reports another page once, before the browser’s event, which comes later', () => {
    let handle = () => {}
    const location = { hash: '#/runs', replace: (hash: string) => void (location.hash = hash) }
    const left: string[] = []
    const bar = { location, addEventListener: (_: 'hashchange', run: () => void) => (handle = run) }
    const router = new Router(bar, () => left.push(router.route.screen))
    router.replace({ screen: 'settings' })
    expect(left).toEqual(['settings'])
    handle()
    router.go({ screen: 'run', id: 'x', tab: 'training' })
    router.go({ screen: 'run', id: 'x', tab: 'gallery' })
    handle()
    expect(left).toEqual(['settings', 'run'])
  })

  it('replaces the history entry', () => {
    const bar = new FakeWindow('#/runs')
    const router = new Router(bar)
    router.go({ screen: 'run', id: 'x', tab: 'training' })
    router.replace({ screen: 'run', id: 'x', tab: 'gallery' })
    expect(router.route).toEqual({ screen: 'run', id: 'x', tab: 'gallery' })
    bar.back()
    expect(router.route).toEqual({ screen: 'runs' })
  })
})
