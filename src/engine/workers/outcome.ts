import { CepstraError, isCepstraError, type ErrorCode } from '../../cepstraError'

/** What a worker sends back: its result, or an expected failure. An Error loses its code between threads. */
export type Outcome<T> =
  { readonly value: T } | { readonly failure: { readonly code: ErrorCode; readonly message: string } }

/** Wraps a task so that expected failures cross the thread boundary with their codes. */
export function reporting<Input, Output>(
  task: (input: Input) => Output | Promise<Output>,
): (input: Input) => Promise<Outcome<Output>> {
  return async (input) => {
    try {
      return { value: await task(input) }
    } catch (error) {
      if (!isCepstraError(error)) throw error
      return { failure: { code: error.code, message: error.message } }
    }
  }
}

/** The result of a task, or its failure thrown again. */
export function resultOf<T>(outcome: Outcome<T>): T {
  if ('value' in outcome) return outcome.value
  throw new CepstraError(outcome.failure.code, outcome.failure.message)
}
