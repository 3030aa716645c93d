/** A share in [0, 1] as a percentage that never rounds up to 100 % or down to 0 % what is not quite there. */
export function percentText(share: number, digits = 0): string {
  if (!Number.isFinite(share)) return '–'
  const step = 10 ** -digits
  const percent = share * 100
  if (share < 1 && percent > 100 - step / 2) return `over ${(100 - step).toFixed(digits)} %`
  if (share > 0 && percent < step / 2) return `under ${step.toFixed(digits)} %`
  return `${percent.toFixed(digits)} %`
}

/** A log-likelihood or a margin in nats: two decimals are as much as a mean over frames means. */
export function natsText(nats: number | null): string {
  if (nats === null || !Number.isFinite(nats)) return '–'
  return nats.toFixed(2).replace('-', '−')
}

/** `count` and its noun: "1 frame", "12,480 frames". */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
