import fs from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import type { Page } from '@playwright/test'

const source = fs.readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

const resultsSchema = z.object({
  passes: z.array(z.unknown()).min(1),
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullable(),
      nodes: z.array(
        z.object({ target: z.array(z.unknown()), failureSummary: z.string().optional() }),
      ),
    }),
  ),
})

/** The serious and critical violations that axe finds once all animations have finished. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // Colours in transition between themes have the contrast of neither, and none may begin now.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(`Promise.allSettled(
    document.getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
      .map((animation) => animation.finished),
  ).then(() => undefined)`)
  // The page's policy forbids inline scripts, but not code that Playwright evaluates.
  await page.evaluate(`if (window.axe === undefined) { ${source} }`)
  const { violations } = resultsSchema.parse(await page.evaluate('axe.run(document)'))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => `${impact} ${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    )
}
