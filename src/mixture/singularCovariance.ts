import { CepstraError } from '../cepstraError'

/**
 * A covariance that cannot be inverted, because neither `regCovar` nor a floor holds it up: an expected failure like any
 * other, told apart so that a fit can be mended and tried again.
 */
export class SingularCovariance extends CepstraError {
  /** The component counted from 0; null for a tied covariance. */
  readonly component: number | null

  /**
   * @param component counted from 0; null for a tied covariance
   * @param column of a variance that came out as 0; null where a whole matrix, or a spherical variance, is at fault
   */
  constructor(component: number | null, column: number | null, kind: 'variance' | 'matrix') {
    super('OPTIONS_INVALID', kind === 'variance' ? flat(component, column) : singular(component))
    this.component = component
  }
}

function flat(component: number | null, column: number | null): string {
  return (
    `The variance of component ${component}${column === null ? '' : ` in column ${column}`} is 0: all its frames hold ` +
    'the same value there. Set regCovar above 0 (1e-6 is usual) or a variance floor, or ask for fewer components.'
  )
}

function singular(component: number | null): string {
  const which = component === null ? 'The tied covariance' : `The covariance of component ${component}`
  return (
    `${which} is singular: its frames are too few, or too alike, to span all columns. Raise regCovar (1e-6 is usual), ` +
    'set a variance floor, ask for fewer components, or choose diagonal covariances.'
  )
}
