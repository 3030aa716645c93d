import { InvalidArgumentError, Option, type Command } from 'commander'
import type { FitFields } from '../engine/contract'
import { componentCount, covarianceType, criterion, fitFields, fitting, remedy } from '../engine/contract/mixtures'
import { wholeNumber } from './wholeNumber'

/** How a mixture is fitted, as commander hands it over. */
export interface FitOptionValues {
  readonly init: FitFields['initialization']
  readonly starts: number
  readonly maxIterations: number
  readonly tol: number
  readonly stop: FitFields['stop']
  readonly regCovar: number
  readonly precision: FitFields['precision']
  readonly bayesian?: NonNullable<FitFields['bayesian']> | true
  readonly remedy: FitFields['remedies']
  readonly seed: number
}

/** Gives a command the options of a fit, with the contract's ranges and defaults. */
export function addFitOptions(command: Command): Command {
  const defaults = fitting.parse({})
  const { initialization, starts, maxIterations, stop, precision, bayesian, seed } = fitFields
  return command
    .addOption(
      new Option('--init <how>', 'how the first parameters are found')
        .choices(initialization.unwrap().options)
        .default(defaults.initialization),
    )
    .option('--starts <n>', 'starts that are tried, the best is kept', wholeNumber(starts.unwrap()), defaults.starts)
    .option('--max-iterations <n>', 'at most so many', wholeNumber(maxIterations.unwrap()), defaults.maxIterations)
    .option('--tol <x>', 'rest when less than this changes; 0 runs all iterations', nonNegative, defaults.tolerance)
    .addOption(
      new Option('--stop <rule>', 'what has to rest: the lower bound or every parameter')
        .choices(stop.unwrap().options)
        .default(defaults.stop),
    )
    .option('--reg-covar <x>', 'added to every variance', nonNegative, defaults.regCovar)
    .addOption(
      new Option('--precision <type>', 'what the inner loops calculate in')
        .choices(precision.unwrap().options)
        .default(defaults.precision),
    )
    .addOption(
      new Option('--bayesian [prior]', 'fit by variational inference, which empties the components it does not need')
        .choices(bayesian.unwrap().unwrap().options)
        .preset('dirichlet-process'),
    )
    .addOption(
      new Option('--remedy <list>', `what may be done about what ails a fit: ${remedy.options.join(', ')}, or all`)
        .argParser(remedies)
        .default(defaults.remedies, 'none'),
    )
    .option('--seed <n>', 'the same seed gives the same result', wholeNumber(seed.unwrap()), defaults.seed)
}

/** What the options say, in the contract's words. */
export function fitFieldsOf(options: FitOptionValues): FitFields {
  const { init, starts, maxIterations, tol, stop, regCovar, precision, bayesian, remedy: allowed, seed } = options
  return {
    ...{
      initialization: init,
      starts,
      maxIterations,
      tolerance: tol,
      stop,
      regCovar,
      precision,
      remedies: allowed,
      seed,
    },
    bayesian: bayesian === undefined ? null : bayesian === true ? 'dirichlet-process' : bayesian,
  }
}

function remedies(text: string): FitFields['remedies'] {
  return text === 'all' ? [...remedy.options] : listOf(remedy.options)(text)
}

/** The option that says which covariances a mixture has. */
export function covarianceOption(): Option {
  return new Option('--covariance <type>', 'full, tied, diag or spherical').choices(covarianceType.options)
}

/** The option that says what a choice goes by. */
export function criterionOption(what: string): Option {
  return new Option('--criterion <by>', what).choices(criterion.options).default('bic')
}

const numberOfComponents = wholeNumber(componentCount)

/** Reads a number of components, or `auto`. */
export function componentsOption(text: string): number | 'auto' {
  return text === 'auto' ? 'auto' : numberOfComponents(text)
}

/** Reads a list of numbers of components, such as 1,2,4,8 or 1-6. */
export function componentsList(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, first, last] = /^(\d+)-(\d+)$/.exec(part.trim()) ?? []
    if (first === undefined || last === undefined) return [numberOfComponents(part)]
    const [from, to] = [numberOfComponents(first), numberOfComponents(last)]
    if (to < from) throw new InvalidArgumentError(`${part} goes down; write the smaller number first.`)
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  })
}

/** Reads a number from 0 up. */
export function nonNegative(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('A number from 0 up is needed.')
  }
  return value
}

/** Reads a number above 0. */
export function positive(text: string): number {
  const value = nonNegative(text)
  if (value === 0) throw new InvalidArgumentError('A number above 0 is needed.')
  return value
}

/** Makes what reads a comma-separated list of some of the choices, or of anything where there are none. */
export function listOf<Choice extends string>(choices?: readonly Choice[]): (text: string) => Choice[] {
  return (text) => {
    const parts = text.split(',').map((part) => part.trim())
    const strange = choices ? parts.find((part) => !(choices as readonly string[]).includes(part)) : undefined
    if (strange !== undefined || parts.some((part) => part === '')) {
      throw new InvalidArgumentError(
        choices ? `A list of ${choices.join(', ')} is needed, separated by commas.` : 'A name is empty.',
      )
    }
    return parts as Choice[]
  }
}
