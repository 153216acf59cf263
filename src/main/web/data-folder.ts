import path from 'node:path'
import envPaths from 'env-paths'

/** The data folder: the given one, or GAN_STUDIO_HOME, or the system's folder for user data. */
export const dataFolder = (given: string | undefined, env: NodeJS.ProcessEnv): string =>
  path.resolve(given ?? env['GAN_STUDIO_HOME'] ?? envPaths('gan-studio', { suffix: '' }).data)
