/** Sound that ends below this share of the band that it could fill has come through something narrower. */
const leastFilled = 0.7
/** What ends lower has no wider band to begin with: a tone, a hum, a heartbeat. */
const leastBandwidthHz = 1500
const telephoneHz = { from: 2800, to: 4300 }

/**
 * What a recording's rate and bandwidth mean in a project of a given rate, as flags and a sentence for each:
 * `lowRate` where it was recorded below the project's rate, `narrowBand` where its sound ends far below what both rates
 * could hold.
 */
export function bandTroubles(
  rateHz: number,
  bandwidthHz: number | null,
  projectRateHz: number,
): { flag: 'lowRate' | 'narrowBand'; note: string }[] {
  const troubles: { flag: 'lowRate' | 'narrowBand'; note: string }[] = []
  if (rateHz < projectRateHz) {
    troubles.push({
      flag: 'lowRate',
      note: `Recorded at ${kilohertz(rateHz)} in a project of ${kilohertz(projectRateHz)}: its upper frequencies are empty.`,
    })
  }
  const limitHz = Math.min(rateHz, projectRateHz) / 2
  if (bandwidthHz !== null && bandwidthHz >= leastBandwidthHz && bandwidthHz < leastFilled * limitHz) {
    const telephone = bandwidthHz >= telephoneHz.from && bandwidthHz <= telephoneHz.to ? ' (telephone bandwidth)' : ''
    troubles.push({
      flag: 'narrowBand',
      note:
        `Its sound ends at ${kilohertz(bandwidthHz)}${telephone} although it is stored at ${kilohertz(rateHz)}: ` +
        'what models learn above that is emptiness.',
    })
  }
  return troubles
}

function kilohertz(hertz: number): string {
  return `${Number((hertz / 1000).toPrecision(3))} kHz`
}
