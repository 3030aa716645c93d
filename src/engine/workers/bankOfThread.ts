import type { Bank } from '../../recognition/bank'

/** A bank as a thread is told of it: by a key, and with its mixtures only where the thread said that it lacks them. */
export interface BankSent {
  readonly key: string
  readonly bank: Bank | null
}

let kept: { readonly key: string; readonly bank: Bank } | null = null

/**
 * The bank with this key: the one that was sent, else the last that this thread was sent, with all that was prepared for it.
 * Null where that was another: it has to be sent then.
 */
export function bankOfThread({ key, bank }: BankSent): Bank | null {
  if (kept?.key !== key) kept = bank && { key, bank }
  return kept?.bank ?? null
}
