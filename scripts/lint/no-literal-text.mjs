/*
 * Rejects literal text for users in Svelte files: it belongs in the catalogue, in every language.
 * Checks text and strings between tags, and attributes and properties that are shown or read aloud.
 */

const WORD = /\p{L}/u

/** Attributes and component properties that are shown or read aloud. */
const TEXT_ATTRIBUTES = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'closeLabel',
  'error',
  'help',
  'hint',
  'intro',
  'label',
  'placeholder',
  'remedy',
  'resetLabel',
  'text',
  'title',
  'unit',
  'valueText',
])

/**
 * The literal texts in an expression, including conditional branches and concatenations.
 * @param {any} node
 * @returns {string[]}
 */
function textsOf(node) {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' && WORD.test(node.value) ? [node.value] : []
    case 'TemplateLiteral':
      return node.quasis
        .map((/** @type {any} */ quasi) => quasi.value.cooked ?? '')
        .filter((/** @type {string} */ text) => WORD.test(text))
    case 'ConditionalExpression':
      return [...textsOf(node.consequent), ...textsOf(node.alternate)]
    case 'LogicalExpression':
    case 'BinaryExpression':
      return node.operator === '+' || node.type === 'LogicalExpression'
        ? [...textsOf(node.left), ...textsOf(node.right)]
        : []
    default:
      return []
  }
}

/**
 * The literal texts in an attribute's value: its text and its expressions.
 * @param {any} attribute
 */
function textsOfAttribute(attribute) {
  return attribute.value.flatMap((/** @type {any} */ part) =>
    part.type === 'SvelteLiteral'
      ? [part.value].filter((text) => WORD.test(text))
      : textsOf(part.expression),
  )
}

/** Returns true if a node is inside <style> or <script>. @param {any} node */
const isCode = (node) => ['SvelteStyleElement', 'SvelteScriptElement'].includes(node.parent?.type)

/** @type {import('eslint').Rule.RuleModule} */
export const noLiteralText = {
  meta: {
    type: 'problem',
    docs: { description: 'all text for users comes from the catalogue' },
    messages: { literal: 'Put “{{text}}” into src/renderer/i18n and take it from there.' },
    schema: [],
  },
  create(context) {
    /** @param {any} node @param {string[]} words */
    const report = (node, words) => {
      for (const text of words) {
        context.report({ node, messageId: 'literal', data: { text: text.trim() } })
      }
    }
    return {
      /** @param {any} node */
      SvelteText(node) {
        if (!isCode(node) && WORD.test(node.value)) report(node, [node.value])
      },
      /** @param {any} node */
      SvelteMustacheTag(node) {
        const inTag = node.parent?.parent?.type === 'SvelteStartTag'
        if (!inTag) report(node, textsOf(node.expression))
      },
      /** @param {any} node */
      SvelteAttribute(node) {
        if (TEXT_ATTRIBUTES.has(node.key.name)) report(node, textsOfAttribute(node))
      },
    }
  },
}
