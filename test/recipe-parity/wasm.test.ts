import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('wasm', 'losses')
recipeParityOn('wasm', 'penalties')
recipeParityOn('wasm', 'training')
