import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

/* The linter rejects literal text in the renderer: every text comes from the catalogue. */

const eslint = new ESLint()

async function literals(code: string, file = 'src/renderer/ui/Sample.svelte'): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file })
  const messages = result?.messages ?? []
  expect(messages.filter(({ fatal }) => fatal === true)).toEqual([])
  return messages
    .filter(({ ruleId }) => ruleId === 'studio/no-literal-text')
    .map(({ message }) => /“(.*)”/.exec(message)?.[1] ?? message)
}

describe('the rule against literal text', () => {
  it.each([
    ['<p>Start</p>', 'Start'],
    ['<p>{count} steps</p>', 'steps'],
    ['<p>开始</p>', '开始'],
    ["<p>{'Start'}</p>", 'Start'],
    ['<p>{`Step ${n}`}</p>', 'Step'],
    ["<p>{ready ? 'Ready' : t.waiting}</p>", 'Ready'],
    ["<p>{name ?? 'Unnamed'}</p>", 'Unnamed'],
    ["<p>{n + ' steps'}</p>", 'steps'],
    ['<img src={url} alt="A grid" />', 'A grid'],
    ['<button aria-label="Close"></button>', 'Close'],
    ["<button aria-label={open ? 'Close' : t.open}></button>", 'Close'],
    ['<input placeholder="Search {what}" />', 'Search'],
    ['<Field label="Epochs" />', 'Epochs'],
    ['<Screen title={`Run ${id}`} />', 'Run'],
    ['{#if ready}<b>Ready</b>{/if}', 'Ready'],
    ['{#snippet actions()}Go{/snippet}', 'Go'],
  ])('refuses %s', async (code, text) => {
    expect(await literals(code)).toEqual([text])
  })

  it.each([
    '<p>{t.start}</p>',
    '<p>{t.steps(n)} · {format.number(n)} %</p>',
    '<p class="muted small" id="note">—</p>',
    '<Icon name="play" /><input type="text" role="spinbutton" />',
    '<Screen title={t.title} intro={t.intro} />',
    "<p>{states['running']}</p>",
    "{#if tab === 'training'}<p>{t.training}</p>{/if}",
    '<script lang="ts">\n  const kind = \'Primary\'\n</script>\n\n<p>{kind}</p>',
    '<p style:width={`${n}px`} class={on ? `on` : `off`}>{t.start}</p>',
    '<style>p { content: none }</style>',
    '<!-- A comment. -->',
  ])('allows %s', async (code) => {
    expect(await literals(code)).toEqual([])
  })

  it('applies only to the renderer', async () => {
    expect(await literals('<p>Start</p>', 'docs/Sample.svelte')).toEqual([])
  })
})
