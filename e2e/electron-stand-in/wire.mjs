/*
 * Serialises values between page and main process as JSON. Like structured cloning: typed arrays,
 * Map, Set, Date and BigInt survive, functions are refused. Both functions are also sent to the
 * page as source text, so they use nothing from this module.
 */

export function encode(value) {
  const bytes = (array) => {
    let text = ''
    for (const byte of array) text += String.fromCharCode(byte)
    return btoa(text)
  }
  const wrap = (item) => {
    if (item === null || ['string', 'boolean'].includes(typeof item)) return item
    if (item === undefined) return { $: 'undefined' }
    if (typeof item === 'number')
      return Number.isFinite(item) ? item : { $: 'number', v: `${item}` }
    if (typeof item === 'bigint') return { $: 'bigint', v: `${item}` }
    if (typeof item !== 'object') throw new Error('An object could not be cloned.')
    if (Array.isArray(item)) return item.map(wrap)
    if (item instanceof Date) return { $: 'date', v: item.getTime() }
    if (item instanceof Map) return { $: 'map', v: [...item].map(wrap) }
    if (item instanceof Set) return { $: 'set', v: [...item].map(wrap) }
    if (item instanceof Error) return { $: 'error', v: item.message }
    if (item instanceof ArrayBuffer) return { $: 'buffer', v: bytes(new Uint8Array(item)) }
    if (ArrayBuffer.isView(item)) {
      const raw = new Uint8Array(item.buffer, item.byteOffset, item.byteLength)
      // Node's Buffer arrives as a Uint8Array.
      const type = item.constructor.name === 'Buffer' ? 'Uint8Array' : item.constructor.name
      return { $: type, v: bytes(raw) }
    }
    return { $: 'object', v: Object.entries(item).map(([key, held]) => [key, wrap(held)]) }
  }
  return JSON.stringify(wrap(value))
}

export function decode(text) {
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const make = {
    undefined: () => undefined,
    number: Number,
    bigint: BigInt,
    date: (time) => new Date(time),
    map: (entries) => new Map(entries.map(unwrap)),
    set: (items) => new Set(items.map(unwrap)),
    error: (message) => new Error(message),
    buffer: (base64) => bytes(base64).buffer,
    object: (entries) => Object.fromEntries(entries.map(([key, held]) => [key, unwrap(held)])),
  }
  const unwrap = (item) => {
    if (Array.isArray(item)) return item.map(unwrap)
    if (item === null || typeof item !== 'object') return item
    if (Object.hasOwn(make, item.$)) return make[item.$](item.v)
    return new globalThis[item.$](bytes(item.v).buffer)
  }
  return unwrap(JSON.parse(text))
}
