import { createContext } from 'svelte'

/** Facts about the text in a field's control that the field's error needs. */
export class Typed {
  /** The number with a point, if it was typed with a decimal comma. */
  pointed = $state<string>()
}

/** The field around a control. */
export const [getTyped, setTyped] = createContext<Typed>()
