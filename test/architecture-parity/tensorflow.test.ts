import { recipeParityOn } from '../support/recipe-parity'

recipeParityOn('tensorflow', 'layers')
recipeParityOn('tensorflow', 'layers', { mode: 'compiled' })
recipeParityOn('tensorflow', 'dcgan')
recipeParityOn('tensorflow', 'residual')
recipeParityOn('tensorflow', 'dcgan', { mode: 'compiled' })
recipeParityOn('tensorflow', 'residual', { mode: 'compiled' })
recipeParityOn('tensorflow', 'conditional')
recipeParityOn('tensorflow', 'conditional', { mode: 'compiled' })
