import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('wasm', 'losses')
recipeParityOn('wasm', 'training')
recipeParityOn('wasm', 'penalties')
