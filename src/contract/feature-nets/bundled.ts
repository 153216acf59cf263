import type { builtInNets } from './choice'

/** SHA-256 of the training images that each bundled net was trained on. */
const bundledFor: Readonly<Record<string, (typeof builtInNets)[number]>> = {
  ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db: 'lenet-mnist',
  c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888: 'lenet-fashion',
}

/** The bundled net that was trained on the same training images; undefined if there is none. */
export const bundledNetFor = (fingerprint: string): (typeof builtInNets)[number] | undefined =>
  bundledFor[fingerprint]
