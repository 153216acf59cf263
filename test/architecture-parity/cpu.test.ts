import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('cpu', 'layers', { steps: 1 })
