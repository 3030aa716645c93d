import { useEffect } from 'react'
import type { BankDetail } from '../../../src/engine/contract'
import { countText } from '../../charts/rounded'
import { useFocus } from '../../focus'
import { LabelMark } from '../../widgets/LabelMark'
import { CoefficientView } from './CoefficientView'
import { CorrelationView } from './CorrelationView'
import { covarianceWords } from './fitWords'
import { FitView } from './FitView'
import { ResponsibilitiesView } from './ResponsibilitiesView'
import { ScatterView } from './ScatterView'
import { WeightsView } from './WeightsView'

interface MixtureViewProps {
  readonly bank: BankDetail
  readonly label: string
}

/** One mixture from all sides: where its components lie, what they weigh, when they answer and how they were found. */
export function MixtureView({ bank, label }: MixtureViewProps) {
  const { component, focusComponent } = useFocus()
  const mixture = bank.mixtures.find((one) => one.label === label)
  const count = mixture?.weights.length ?? 0
  useEffect(() => {
    if (component !== null && component >= count) focusComponent(null)
  }, [component, count, focusComponent])
  if (!mixture) return null
  const correlated = mixture.covarianceType === 'full' || mixture.covarianceType === 'tied'
  return (
    <>
      <div className="panel-head">
        <LabelMark label={label} />
        <span className="dimmed cut">
          in {bank.name} · {countText(count, 'component')}, {covarianceWords[mixture.covarianceType].name} covariance
        </span>
      </div>
      <div className="mixture-grid">
        <div className="mixture-scatter">
          <ScatterView bank={bank} label={label} />
        </div>
        <div>
          <WeightsView mixture={mixture} />
          <CoefficientView bank={bank} label={label} />
        </div>
        <div className="mixture-wide">
          <ResponsibilitiesView bank={bank} label={label} />
        </div>
        {correlated && (
          <div>
            <CorrelationView bank={bank} mixture={mixture} />
          </div>
        )}
        <div className={correlated ? undefined : 'mixture-wide'}>
          <FitView mixture={mixture} bank={bank} />
        </div>
      </div>
    </>
  )
}
