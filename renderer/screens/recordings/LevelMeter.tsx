import type { Recording } from '../../../src/engine/contract'

/** The meter's left end. */
const floorDb = -60

const share = (decibels: number): string => `${100 * Math.min(1, Math.max(0, 1 - decibels / floorDb))}%`

/** Mean level as a bar and peak as a tick, from −60 dB to full scale; clipping and silence in words. */
export function LevelMeter({ recording }: { readonly recording: Recording }) {
  const { peakDb, rmsDb, flags } = recording
  if (flags.includes('silent')) return <span className="warning-text">silent</span>
  if (peakDb === null || rmsDb === null) return <span className="dimmed">–</span>
  const clipped = flags.includes('clipped')
  const words = `Mean ${rmsDb.toFixed(1)} dB, peak ${peakDb.toFixed(1)} dB of full scale${clipped ? ', clipped' : ''}`
  return (
    <span className="level" title={words}>
      <span className="level-bar" role="img" aria-label={words}>
        <span className="level-fill" style={{ width: share(rmsDb) }} />
        <span className={clipped ? 'level-peak clipped' : 'level-peak'} style={{ left: share(peakDb) }} />
      </span>
      <span className={clipped ? 'number error-text' : 'number dimmed'}>
        {clipped ? 'clip' : rmsDb.toFixed(0).replace('-', '−')}
      </span>
    </span>
  )
}
