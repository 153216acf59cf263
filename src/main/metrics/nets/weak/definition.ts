import { createHash } from 'node:crypto'

/** SHA-256 of what defines a net without learned weights. */
export const hashOfDefinition = (definition: Readonly<Record<string, string | number>>): string =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex')
