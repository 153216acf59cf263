import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../../contract/errors'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'
import { makeDirectory } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'

/** Too long to guess, and valid in a URL without escapes. */
const tokenSchema = z.string().regex(/^[\w-]{16,256}$/)
const storedSchema = z.object({
  token: tokenSchema,
  /** The port last listened on. */
  port: z.number().int().min(1).max(65_535).optional(),
})

export interface WebCredentials {
  token: string
  /** The port that the last host of this data folder listened on; open pages reconnect to it. */
  port: number | undefined
  /** A warning for the user: the stored token could not be used. */
  warning: string | undefined
  /**
   * Stores the port that the host listens on.
   *
   * @throws StudioError `storage`
   */
  remember(port: number): Promise<void>
}

interface WebCredentialsOptions {
  /** Make a new token, so the current one is no longer valid. */
  newToken: boolean
  /** Used instead of the stored token; never written to disk. */
  fixedToken?: string | undefined
}

/**
 * Opens the web host's token and port, stored in `<root>/serve.json` and readable only by its
 * owner. An open page can thus reconnect after a restart.
 *
 * @throws StudioError `usage` for an invalid fixed token, `storage` if the disk fails
 */
export async function openWebCredentials(
  root: string,
  options: WebCredentialsOptions,
): Promise<WebCredentials> {
  const { newToken, fixedToken } = options
  const fixed = fixedToken === undefined ? undefined : parseFixed(fixedToken, newToken)
  const file = join(root, 'serve.json')
  const { kept, warning } = await readStored(file)
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
  // The error must not contain the value: even an invalid token is a secret.
  throw new StudioError('usage', 'the token is not valid', {
    where,
    remedy: 'Use 16 to 256 letters, digits, - and _.',
  })
}

interface StoredCredentials {
  kept?: z.infer<typeof storedSchema> | undefined
  warning?: string | undefined
}

async function readStored(file: string): Promise<StoredCredentials> {
  const found = await onDisk('read the address of GAN Studio', file, () => readIfPresent(file))
  if (found === undefined) return {}
  const warning = (why: string) =>
    `${file} ${why}, so a new token was created. Open pages need the new address.`
  // Windows has no such modes; there the user's folder is private.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    return { warning: warning('was readable by other users') }
  }
  const parsed = storedSchema.safeParse(parseJson(found.text))
  return parsed.success ? { kept: parsed.data } : { warning: warning('is damaged') }
}

async function readIfPresent(file: string): Promise<{ text: string; mode: number } | undefined> {
  try {
    const text = await readTextGuarded(file, { maxBytes: MAX_SMALL_FILE_BYTES })
    return { text, mode: (await fs.promises.stat(file)).mode }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    // Not a regular file, or far too large: counts as damaged.
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
