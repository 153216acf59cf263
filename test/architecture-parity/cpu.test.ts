import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('cpu', 'layers', { steps: 1 })
recipeParityOn('cpu', 'dcgan', { steps: 1 })
recipeParityOn('cpu', 'residual', { steps: 1 })
recipeParityOn('cpu', 'conditional', { steps: 1 })
