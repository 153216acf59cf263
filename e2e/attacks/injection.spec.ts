import { expect, test } from '../fixtures'

/* Injected markup must not run scripts or send data to other hosts. */

test('injected markup runs no script', async ({ studio }) => {
  const ran = await studio.page.evaluate(`new Promise((resolve) => {
    const violations = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      violations.push(effectiveDirective)
      if (violations.length === 2) resolve({ violations: violations.sort(), ran: window.ran })
    })
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
    const holder = document.createElement('div')
    holder.innerHTML = '<img src="data:," onerror="window.ran = true">'
    document.body.append(holder)
  })`)
  expect(ran).toEqual({ violations: ['script-src-attr', 'script-src-elem'], ran: undefined })
})

test('the page can neither reach nor embed another host', async ({ studio }) => {
  const blocked = await studio.page.evaluate(`new Promise((resolve) => {
    const blocked = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      blocked.push(effectiveDirective)
      if (blocked.length === 5) resolve(blocked.sort())
    })
    fetch('https://evil.example/').catch(() => undefined)
    new Image().src = 'https://evil.example/x.png'
    const frame = document.createElement('iframe')
    frame.src = 'https://evil.example/'
    const script = document.createElement('script')
    script.src = 'https://evil.example/x.js'
    const form = document.createElement('form')
    form.action = 'https://evil.example/'
    document.body.append(frame, script, form)
    form.submit()
  })`)
  expect(blocked).toEqual(['connect-src', 'form-action', 'frame-src', 'img-src', 'script-src-elem'])
})

test('code from strings cannot run', async ({ studio }) => {
  // In a separate task, because the policy does not apply to code that Playwright evaluates.
  const evaluated = await studio.page.evaluate(`new Promise((resolve) => {
    setTimeout(() => {
      try {
        resolve(new Function('return "ran"')())
      } catch (error) {
        resolve(error.name)
      }
    })
  })`)
  expect(evaluated).toBe('EvalError')
})
