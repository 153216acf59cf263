/** Runs pending promise callbacks, including those that they schedule. */
export async function flushPromises(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}
