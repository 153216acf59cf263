import { goTo } from '../app'
import { expect, test } from '../fixtures'

test('each engine shows its version, or why it is not available and a remedy', async ({
  studio: { page },
}) => {
  await goTo(page, 'Settings')
  const computing = page.getByRole('region', { name: 'Engines' })
  const engines = ['TensorFlow', 'WebAssembly', 'Plain JavaScript']
  for (const name of engines) {
    const engine = computing.getByRole('radio', { name, exact: true })
    await expect(engine).toHaveAccessibleDescription(/\S/)
    if (await engine.isEnabled()) {
      await expect(engine).toHaveAccessibleDescription(/\d+\.\d+.*, .* threads?$/)
    } else {
      await expect(engine).toHaveAccessibleDescription(/^Not available\s*\S.{10,}/s)
    }
  }
  // WebAssembly is available on every machine.
  const wasm = computing.getByRole('radio', { name: 'WebAssembly', exact: true })
  await wasm.check()
  await expect(wasm).toBeChecked()
  await goTo(page, 'New run')
  const chosen = page.getByRole('radio', { name: 'WebAssembly', exact: true })
  await expect(chosen).toBeChecked()
})
