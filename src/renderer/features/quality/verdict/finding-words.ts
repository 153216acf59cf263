import { i18n } from '../../../i18n/i18n.svelte'
import type { Finding } from './findings'
import { summaryTexts } from './texts/texts'

export function findingWords(finding: Finding): string {
  const { findings } = i18n.of(summaryTexts)
  const percent = (share: number): number => Math.round(100 * share)
  switch (finding.kind) {
    case 'classesMissing':
      return findings.classesMissing(finding.missing, finding.of)
    case 'fewLookReal':
      return findings.fewLookReal(percent(finding.precision))
    case 'littleCovered':
      return findings.littleCovered(percent(finding.recall))
    case 'nearlyAlike':
      return findings.nearlyAlike(percent(finding.share))
  }
}
