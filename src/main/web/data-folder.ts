import path from 'node:path'
import envPaths from 'env-paths'

/** The data folder: the given one, else GAN_STUDIO_HOME, else the system's place for user data. */
export const dataFolder = (told: string | undefined, env: NodeJS.ProcessEnv): string =>
  path.resolve(told ?? env['GAN_STUDIO_HOME'] ?? envPaths('gan-studio', { suffix: '' }).data)
