import { describe, expect, it } from 'vitest'
import { preparationSchema } from '../../../../contract/datasets/preparation'
import { fakeDescription } from '../../../testing/fake-datasets'
import { PreparationForm } from './preparation-form.svelte'

function formFor(changes: Parameters<typeof fakeDescription>[0] = {}) {
  const form = new PreparationForm()
  form.suggest(fakeDescription(changes))
  return form
}

describe('a preparation', () => {
  it('begins with what suits the source, and the defaults of the contract', () => {
    const { value } = formFor()
    expect(value).toEqual(preparationSchema.parse({ imageSize: 64, channels: 3 }))
    const grey = formFor({ colour: false, sizes: [{ width: 28, height: 28, images: 9 }] })
    expect([grey.value?.imageSize, grey.value?.channels]).toEqual([28, 1])
  })

  it.each<[string, (form: PreparationForm) => void]>([
    ['imageSize', (form) => (form.imageSize = NaN)],
    ['imageSize', (form) => (form.imageSize = 0)],
    ['imageSize', (form) => (form.imageSize = 27.5)],
    ['imageSize', (form) => (form.imageSize = 1_025)],
    ['background', (form) => (form.background = 'white')],
    ['classes', (form) => form.keepNone()],
    ['limit', (form) => Object.assign(form, { limited: true, limit: 0 })],
    ['holdOut', (form) => (form.holdOutPercent = 51)],
    ['holdOut', (form) => (form.holdOutPercent = NaN)],
  ])('with a value of %s out of range is invalid', (name, change) => {
    const form = formFor()
    change(form)
    expect(form.invalid).toEqual([name])
    expect(form.value).toBeUndefined()
  })

  it('is always accepted by the contract, whatever is chosen', () => {
    const form = formFor()
    const chosen = { fit: 'pad', filter: 'area', background: '#AABBCC', duplicates: 'skip' }
    Object.assign(form, chosen, { limited: true, limit: 5, holdOutPercent: 12.5 })
    form.toggleClass('dog')
    const parsed = preparationSchema.parse(form.value)
    expect(parsed).toMatchObject({ ...chosen, background: '#aabbcc', limit: 5, holdOut: 0.125 })
    expect(parsed.classes).toEqual(['cat'])
  })

  it('keeps nothing that was chosen for another source', () => {
    const form = formFor()
    const { value } = formFor()
    Object.assign(form, { fit: 'pad', filter: 'area', background: '#000000', duplicates: 'skip' })
    Object.assign(form, { imageSize: 9, limited: true, limit: 5, holdOutPercent: 10 })
    form.toggleClass('dog')
    form.suggest(fakeDescription())
    expect(form.value).toEqual(value)
  })

  it('names classes only if some are left out, and in the order of the source', () => {
    const form = formFor()
    form.toggleClass('cat')
    form.toggleClass('dog')
    form.toggleClass('dog')
    expect([form.value?.classes, form.keptImages]).toEqual([['dog'], 100])
    form.keepAll()
    expect([form.value?.classes, form.keptImages]).toEqual([undefined, 300])
  })

  it('does not leave out a class that the source no longer has', () => {
    const form = formFor()
    form.toggleClass('dog')
    form.useClasses([{ name: 'cat', images: 5 }])
    expect(form.value?.classes).toBeUndefined()
    form.useClasses([])
    expect([form.keptImages, form.invalid.length]).toEqual([null, 0])
  })
})
