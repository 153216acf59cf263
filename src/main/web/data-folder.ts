import path from 'node:path'
import envPaths from 'env-paths'

/** Where runs are kept: as told, else as GAN_STUDIO_HOME says, else where this system keeps data. */
export const dataFolder = (told: string | undefined, env: NodeJS.ProcessEnv): string =>
  path.resolve(told ?? env['GAN_STUDIO_HOME'] ?? envPaths('gan-studio', { suffix: '' }).data)
