/*
 * Refuses words in a Svelte file that a person would read: each belongs in the catalogue, where
 * every language has it. Text between tags, strings in mustaches between tags, and the attributes
 * and properties that are shown or read out are looked at.
 */

const WORD = /\p{L}/u

/** What elements show or read out, and what our components take for it. */
const READ = new Set([
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
 * The words that an expression comes to as it stands, through conditions and joins.
 * @param {any} node
 * @returns {string[]}
 */
function wordsOf(node) {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' && WORD.test(node.value) ? [node.value] : []
    case 'TemplateLiteral':
      return node.quasis
        .map((/** @type {any} */ quasi) => quasi.value.cooked ?? '')
        .filter((/** @type {string} */ text) => WORD.test(text))
    case 'ConditionalExpression':
      return [...wordsOf(node.consequent), ...wordsOf(node.alternate)]
    case 'LogicalExpression':
    case 'BinaryExpression':
      return node.operator === '+' || node.type === 'LogicalExpression'
        ? [...wordsOf(node.left), ...wordsOf(node.right)]
        : []
    default:
      return []
  }
}

/**
 * The words of an attribute's value: its text and its mustaches.
 * @param {any} attribute
 */
function wordsOfAttribute(attribute) {
  return attribute.value.flatMap((/** @type {any} */ part) =>
    part.type === 'SvelteLiteral'
      ? [part.value].filter((text) => WORD.test(text))
      : wordsOf(part.expression),
  )
}

/** @param {any} node whether it lies in a <style> or <script> */
const isCode = (node) => ['SvelteStyleElement', 'SvelteScriptElement'].includes(node.parent?.type)

/** @type {import('eslint').Rule.RuleModule} */
export const noLiteralText = {
  meta: {
    type: 'problem',
    docs: { description: 'every text that a person reads comes from the catalogue' },
    messages: { literal: 'Put “{{text}}” into src/renderer/i18n and take it from there.' },
    schema: [],
  },
  create(context) {
    /** @param {any} node @param {string[]} words */
    const refuse = (node, words) => {
      for (const text of words) {
        context.report({ node, messageId: 'literal', data: { text: text.trim() } })
      }
    }
    return {
      /** @param {any} node */
      SvelteText(node) {
        if (!isCode(node) && WORD.test(node.value)) refuse(node, [node.value])
      },
      /** @param {any} node */
      SvelteMustacheTag(node) {
        const inTag = node.parent?.parent?.type === 'SvelteStartTag'
        if (!inTag) refuse(node, wordsOf(node.expression))
      },
      /** @param {any} node */
      SvelteAttribute(node) {
        if (READ.has(node.key.name)) refuse(node, wordsOfAttribute(node))
      },
    }
  },
}
