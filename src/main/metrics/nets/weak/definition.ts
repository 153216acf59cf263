import { createHash } from 'node:crypto'

/** SHA-256 of the definition of an untrained net. */
export const hashOfDefinition = (definition: Readonly<Record<string, string | number>>): string =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex')
