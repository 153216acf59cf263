// These come first, so that components' own styles override them.
import './styles/tokens.css'
import './styles/base.css'
import './styles/layout.css'
import { mount } from 'svelte'
import { createClient } from '../contract/rpc'
import App from './app/App.svelte'
import { i18n, pickLanguage } from './i18n/i18n.svelte'
import { StudioState } from './state/studio.svelte'
import { openTransport } from './transport/transport'

const target = document.getElementById('app')
if (target !== null) {
  // The system's language is usually that of the settings, so the page appears in the right one.
  await i18n.use(pickLanguage(null, navigator.languages))
  const studio = new StudioState(createClient(openTransport()), window)
  mount(App, { target, props: { studio } })
}
