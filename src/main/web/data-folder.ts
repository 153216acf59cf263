import path from 'node:path'
import envPaths from 'env-paths'

/** The data folder: the given one, or GAN_STUDIO_HOME, or the system's folder for user data. */
export const dataFolder = (given: string | undefined, env: NodeJS.ProcessEnv): string =>
  path.resolve(given ?? homeIn(env) ?? envPaths('gan-studio', { suffix: '' }).data)

/** An empty variable counts as unset; as a path it would be the current folder. */
export const homeIn = ({ GAN_STUDIO_HOME: home }: NodeJS.ProcessEnv): string | undefined =>
  home === '' ? undefined : home
