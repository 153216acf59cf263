import { EventEmitter } from 'node:events'

/** Names that JavaScript itself and test tools look for on anything. */
const asked = new Set(['then', 'toJSON', 'constructor', 'inspect', 'nodeType', 'asymmetricMatch'])

/**
 * Makes everything that the stand-in does not have throw, rather than be quietly undefined.
 * @template {object} T
 * @param {T} target
 * @param {string} name
 * @returns {T}
 */
export function strict(target, name) {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in object || typeof key === 'symbol' || asked.has(key)) {
        return Reflect.get(object, key, receiver)
      }
      throw new Error(`the Electron stand-in has no ${name}.${key}`)
    },
  })
}

/** An emitter that refuses to be listened to for what it will never say. */
export class KnownEvents extends EventEmitter {
  /** @param {string} name @param {string[]} known */
  constructor(name, known) {
    super()
    this.on = this.addListener = (event, handle) => {
      refuse(event)
      return EventEmitter.prototype.on.call(this, event, handle)
    }
    this.once = (event, handle) => {
      refuse(event)
      return EventEmitter.prototype.once.call(this, event, handle)
    }
    const refuse = (event) => {
      if (!known.includes(event)) {
        throw new Error(`the Electron stand-in has no event ${String(event)} of ${name}`)
      }
    }
  }
}

/** An event that handlers may prevent. @param {object} details */
export function preventable(details = {}) {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault: () => (event.defaultPrevented = true),
  }
  return event
}

/** @param {string} what @returns {(...args: unknown[]) => never} */
export const notImplemented = (what) => () => {
  throw new Error(`the Electron stand-in does not implement ${what}`)
}
