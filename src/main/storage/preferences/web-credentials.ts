import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../../contract/errors'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MOST_NOTE } from '../../disk/limits'
import { makeDirectory } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'

/** Long enough not to be guessed, and whole in an address. */
const tokenSchema = z.string().regex(/^[\w-]{16,256}$/)
const storedSchema = z.object({
  token: tokenSchema,
  /** Where it listened last. */
  port: z.number().int().min(1).max(65_535).optional(),
})

export interface WebCredentials {
  token: string
  /** Where the last host of this data folder listened, to which open pages come back. */
  port: number | undefined
  /** What a person should know: the token kept could not be used. */
  warning: string | undefined
  /** Notes where the host listens now. @throws StudioError `storage` */
  remember(port: number): Promise<void>
}

interface WebCredentialsOptions {
  /** Lock out everyone who has the present token. */
  newToken: boolean
  /** Instead of the one kept. */
  fixedToken?: string | undefined
}

/**
 * The web host's token and port, kept in `<root>/serve.json` for its owner's eyes alone, so that
 * a page left open finds and may enter the host that is started next.
 *
 * @throws StudioError `usage` for a fixed token that is none, `storage` when the disk refuses
 */
export async function openWebCredentials(
  root: string,
  options: WebCredentialsOptions,
): Promise<WebCredentials> {
  const { newToken, fixedToken } = options
  const fixed = fixedToken === undefined ? undefined : parseFixed(fixedToken, newToken)
  const file = join(root, 'serve.json')
  const { kept, warning } = await readKept(file)
  const token = kept === undefined || newToken ? randomBytes(24).toString('base64url') : kept.token
  let stored = kept
  const store = async (changed: z.infer<typeof storedSchema>): Promise<void> => {
    const { token, port } = changed
    if (stored?.token === token && stored.port === port) return
    await onDisk('save the address of GAN Studio', file, () => makeDirectory(root))
    await writeFileAtomic(file, `${JSON.stringify(changed)}\n`, 0o600)
    stored = changed
  }
  await store({ ...kept, token })
  return {
    token: fixed ?? token,
    port: kept?.port,
    warning,
    remember: (port) => store({ token, port }),
  }
}

function parseFixed(text: string, newToken: boolean): string {
  const where = 'GAN_STUDIO_TOKEN'
  if (newToken) {
    throw new StudioError('usage', 'the environment sets the token, so there can be no new one', {
      where,
      remedy: 'Unset it to create a new token.',
    })
  }
  const parsed = tokenSchema.safeParse(text)
  if (parsed.success) return parsed.data
  // The value itself is a secret, even a wrong one.
  throw new StudioError('usage', 'the token is not valid', {
    where,
    remedy: 'Use 16 to 256 letters, digits, - and _.',
  })
}

interface Kept {
  kept?: z.infer<typeof storedSchema> | undefined
  warning?: string | undefined
}

async function readKept(file: string): Promise<Kept> {
  const found = await onDisk('read the address of GAN Studio', file, () => readIfThere(file))
  if (found === undefined) return {}
  const warning = (why: string) =>
    `${file} ${why}, so a new token was created. Open pages need the new address.`
  // Windows has no such modes; there the folder belongs to its user.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    return { warning: warning('was readable by other users') }
  }
  const parsed = storedSchema.safeParse(parseJson(found.text))
  return parsed.success ? { kept: parsed.data } : { warning: warning('is damaged') }
}

async function readIfThere(file: string): Promise<{ text: string; mode: number } | undefined> {
  try {
    const text = await readTextGuarded(file, { most: MOST_NOTE })
    return { text, mode: (await fs.promises.stat(file)).mode }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    // A pipe, a folder, or far too large: no credentials in any case.
    if (error instanceof StudioError) return { text: '', mode: 0 }
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return parseJsonGuarded(text)
  } catch {
    return undefined
  }
}
