import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('wasm', 'layers')
recipeParityOn('wasm', 'dcgan')
recipeParityOn('wasm', 'residual')
recipeParityOn('wasm', 'conditional')
