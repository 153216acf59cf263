import { describe, expect, it } from 'vitest'
import { flushPromises } from '../../testing/flush-promises'
import { GridImages } from './gallery-images'
import { Gallery } from './gallery.svelte'

/** A gallery that counts the decoded grids it keeps. */
function setUp(count: number) {
  const steps = $state({ all: Array.from({ length: count }, (_, i) => (i + 1) * 400) })
  let held = 0
  const images = new GridImages((step) => {
    if (step === 666) return Promise.reject(new Error('damaged'))
    held++
    return Promise.resolve({ width: 152, height: 152, close: () => held-- })
  })
  const gallery = new Gallery(() => steps.all, images)
  const load = async () => {
    images.setWanted(gallery.wantedSteps)
    await flushPromises()
  }
  return { steps, images, gallery, load, held: () => held }
}

describe('the gallery', () => {
  it('starts at the newest grid and follows it', () => {
    const { steps, gallery } = setUp(5)
    expect(gallery.step).toBe(2000)
    steps.all = [...steps.all, 2400]
    expect(gallery.step).toBe(2400)
    gallery.show(2)
    steps.all = [200, ...steps.all, 2800]
    expect(gallery.step).toBe(1200)
  })

  it('never leaves the timeline', () => {
    const { gallery } = setUp(3)
    gallery.show(-4)
    expect(gallery.index).toBe(0)
    gallery.show(99)
    expect(gallery.index).toBe(2)
    expect(setUp(0).gallery.step).toBeUndefined()
  })

  it('plays from the start to the end and stops there', async () => {
    const { gallery, load } = setUp(40)
    gallery.toggle()
    const seen: number[] = []
    for (let frame = 0; gallery.playing && frame < 1000; frame++) {
      seen.push(gallery.index)
      await load()
      gallery.tick(100)
    }
    expect(seen).toEqual(Array.from({ length: 39 }, (_, i) => i))
    expect(gallery.index).toBe(39)
  })

  it('waits for a grid to be decoded, and skips one that cannot be', async () => {
    const { steps, gallery, load } = setUp(2)
    gallery.toggle()
    gallery.tick(5000)
    expect([gallery.index, gallery.playing]).toEqual([0, true])
    await load()
    gallery.tick(5000)
    expect([gallery.index, gallery.playing]).toEqual([1, false])

    steps.all = [400, 666, 800]
    gallery.show(0)
    await load()
    gallery.toggle()
    gallery.tick(100)
    expect(gallery.step).toBe(666)
  })

  it('keeps few decoded grids and releases all in the end', async () => {
    const { gallery, images, load, held } = setUp(500)
    for (const index of [0, 250, 251, 499, 3]) {
      gallery.show(index)
      gallery.compare(index % 2 === 1)
      await load()
      expect(held()).toBeLessThanOrEqual(40)
      expect(images.get(gallery.step ?? 0)).toBeDefined()
    }
    images.setWanted([])
    await flushPromises()
    expect(held()).toBe(0)
  })

  it('loads a few at a time, the latest request first, and retries a damaged one per request', async () => {
    const requested: number[] = []
    let active = 0
    let maxActive = 0
    const images = new GridImages(async (step) => {
      requested.push(step)
      maxActive = Math.max(maxActive, ++active)
      await Promise.resolve()
      active--
      if (step === 666) throw new Error('damaged')
      return { width: 1, height: 1, close: () => undefined }
    })
    images.setWanted([666, ...Array.from({ length: 20 }, (_, i) => i)])
    images.setWanted([50, 51, 666])
    await flushPromises()
    expect(maxActive).toBeLessThanOrEqual(4)
    expect(requested.slice(4)).toEqual([50, 51])
    expect(requested.filter((step) => step === 666)).toHaveLength(1)
    expect(images.failed(666)).toBe(true)
    images.setWanted([666])
    await flushPromises()
    expect(requested.filter((step) => step === 666)).toHaveLength(2)
  })

  it('compares with the first grid initially', () => {
    const { gallery } = setUp(9)
    gallery.compare(true)
    expect(gallery.otherStep).toBe(400)
    gallery.showOther(4)
    expect(gallery.otherStep).toBe(2000)
    gallery.compare(false)
    expect(gallery.otherStep).toBeUndefined()
  })
})
