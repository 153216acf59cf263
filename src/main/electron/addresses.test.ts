import { describe, expect, it } from 'vitest'
import { isOwnDownload, isStudioPage, isStudioUrl, START_URL } from './addresses'

const foreign = [
  'app://evil/index.html',
  'app://studio.evil.example/index.html',
  'app://evil@studio/',
  'https://studio/index.html',
  'file:///index.html',
  'about:blank',
  'data:text/html,x',
  'javascript:1',
  'studio',
  '',
]

describe('the page', () => {
  it('is our own top-level page, not a frame inside it', () => {
    expect(isStudioPage({ url: `${START_URL}#/runs`, parent: null })).toBe(true)
    expect(isStudioPage({ url: START_URL, parent: {} })).toBe(false)
    expect(isStudioPage(null)).toBe(false)
  })

  it.each(foreign)('is not %s', (url) => {
    expect(isStudioUrl(url)).toBe(false)
    expect(isStudioPage({ url, parent: null })).toBe(false)
    expect(isOwnDownload(url)).toBe(false)
  })
})

describe('a download', () => {
  it.each(['app://studio/resources/generated/a/images.zip', 'blob:app://studio/4d5e'])(
    'may be %s',
    (url) => expect(isOwnDownload(url)).toBe(true),
  )

  it.each(['blob:https://evil.example/4d5e', 'app://studio/assets/index.js', 'data:text/plain,x'])(
    'may not be %s',
    (url) => expect(isOwnDownload(url)).toBe(false),
  )
})
