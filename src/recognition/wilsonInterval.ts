/** The 97.5 % point of the standard normal distribution. */
const z = 1.959963984540054

/**
 * Wilson's 95 % interval of a share, from `hits` of `trials`; [0, 1] where there were no trials.
 * Wilson (1927), "Probable inference, the law of succession, and statistical inference".
 */
export function wilsonInterval(hits: number, trials: number): [number, number] {
  if (trials === 0) return [0, 1]
  const share = hits / trials
  const center = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials)
  const half =
    (z / (1 + (z * z) / trials)) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  // Rounding must not push an interval that touches 0 or 1 past it, or off it.
  return [hits === 0 ? 0 : Math.max(0, center - half), hits === trials ? 1 : Math.min(1, center + half)]
}
