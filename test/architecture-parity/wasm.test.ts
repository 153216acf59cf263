import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('wasm', 'layers')
