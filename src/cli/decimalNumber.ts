import { InvalidArgumentError } from 'commander'
import type { NumberRange } from './wholeNumber'

/** Makes what reads an option's value as a number within the range. */
export function decimalNumber({ minValue, maxValue }: NumberRange): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= (minValue ?? -Infinity) && value <= (maxValue ?? Infinity))) {
      throw new InvalidArgumentError(`A number from ${minValue ?? 'any'} to ${maxValue ?? 'any'} is needed.`)
    }
    return value
  }
}
