import { describe, expect, it } from 'vitest'
import { flushPromises } from '../../testing/flush-promises'
import { GridImages } from './gallery-images'
import { Gallery } from './gallery.svelte'

/** A gallery whose grids can be read, and which says how many decoded ones are held. */
function setUp(count: number) {
  const steps = $state({ all: Array.from({ length: count }, (_, i) => (i + 1) * 400) })
  let held = 0
  const images = new GridImages((step) => {
    if (step === 666) return Promise.reject(new Error('torn'))
    held++
    return Promise.resolve({ width: 152, height: 152, close: () => held-- })
  })
  const gallery = new Gallery(() => steps.all, images)
  const look = async () => {
    images.want(gallery.wanted)
    await flushPromises()
  }
  return { steps, images, gallery, look, held: () => held }
}

describe('the gallery', () => {
  it('begins at the newest grid and stays on it as more come', () => {
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
    const { gallery, look } = setUp(40)
    gallery.toggle()
    const seen: number[] = []
    for (let frame = 0; gallery.playing && frame < 1000; frame++) {
      seen.push(gallery.index)
      await look()
      gallery.tick(100)
    }
    expect(seen).toEqual(Array.from({ length: 39 }, (_, i) => i))
    expect(gallery.index).toBe(39)
  })

  it('waits for a grid that has not been decoded, and passes one that cannot be', async () => {
    const { steps, gallery, look } = setUp(2)
    gallery.toggle()
    gallery.tick(5000)
    expect([gallery.index, gallery.playing]).toEqual([0, true])
    await look()
    gallery.tick(5000)
    expect([gallery.index, gallery.playing]).toEqual([1, false])

    steps.all = [400, 666, 800]
    gallery.show(0)
    await look()
    gallery.toggle()
    gallery.tick(100)
    expect(gallery.step).toBe(666)
  })

  it('holds few decoded grids however long the timeline, and none at last', async () => {
    const { gallery, images, look, held } = setUp(500)
    for (const index of [0, 250, 251, 499, 3]) {
      gallery.show(index)
      gallery.compare(index % 2 === 1)
      await look()
      expect(held()).toBeLessThanOrEqual(40)
      expect(images.get(gallery.step ?? 0)).toBeDefined()
    }
    images.want([])
    await flushPromises()
    expect(held()).toBe(0)
  })

  it('loads a few at a time, those asked for last first, and tries a torn one once an asking', async () => {
    const asked: number[] = []
    let under = 0
    let most = 0
    const images = new GridImages(async (step) => {
      asked.push(step)
      most = Math.max(most, ++under)
      await Promise.resolve()
      under--
      if (step === 666) throw new Error('torn')
      return { width: 1, height: 1, close: () => undefined }
    })
    images.want([666, ...Array.from({ length: 20 }, (_, i) => i)])
    images.want([50, 51, 666])
    await flushPromises()
    expect(most).toBeLessThanOrEqual(4)
    expect(asked.slice(4)).toEqual([50, 51])
    expect(asked.filter((step) => step === 666)).toHaveLength(1)
    expect(images.failed(666)).toBe(true)
    images.want([666])
    await flushPromises()
    expect(asked.filter((step) => step === 666)).toHaveLength(2)
  })

  it('compares with the first grid to begin with', () => {
    const { gallery } = setUp(9)
    gallery.compare(true)
    expect(gallery.otherStep).toBe(400)
    gallery.showOther(4)
    expect(gallery.otherStep).toBe(2000)
    gallery.compare(false)
    expect(gallery.otherStep).toBeUndefined()
  })
})
