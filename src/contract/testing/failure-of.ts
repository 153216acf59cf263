import { StudioError } from '../errors'

/** Runs `action` and returns the StudioError it throws; fails if it throws none. */
export async function failureOf(action: () => unknown): Promise<StudioError> {
  try {
    await action()
  } catch (error) {
    if (error instanceof StudioError) return error
    throw error
  }
  throw new Error('It did not fail')
}
