import { useMemo } from 'react'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { BankDetail, MixtureDetail } from '../../../src/engine/contract'
import { fitPoints, lowerBoundPicture } from '../../charts/lowerBound'
import { countText, natsText } from '../../charts/rounded'
import { useLabelColors } from '../../labelColors'
import { Chart } from '../../widgets/Chart'

interface FitViewProps {
  readonly mixture: MixtureDetail
  readonly bank: BankDetail
}

/** How the fit went: the lower bound by iteration, and what there is to say about it in words. */
export function FitView({ mixture, bank }: FitViewProps) {
  const { background, training } = bank
  const colorOf = useLabelColors()
  const color = colorOf(mixture.label)
  const bound = mixture.lowerBounds.at(-1)
  const variational = training !== null && training.bayesian !== null
  const picture = useMemo(
    () =>
      mixture.lowerBounds.length > 0
        ? lowerBoundPicture(
            { label: mixture.label, points: fitPoints(mixture.lowerBounds, 0) },
            color,
            mixture.converged,
            variational ? 'variational' : 'likelihood',
          )
        : null,
    [mixture, color, variational],
  )
  return (
    <div>
      {background ? (
        <p className="note">
          Adapted from a background of {countText(background.components, 'component')} in one pass
          {bound !== undefined && `; the background alone gives these frames ${natsText(bound)} nats each`}.
        </p>
      ) : (
        <Chart
          name="Fit"
          height={180}
          title={picture?.title ?? 'The course of this fit is not known'}
          option={picture?.option ?? null}
          empty="An imported bank may come without the course of its fits."
          {...(picture ? { howToRead: picture.howToRead, csv: picture.csv } : {})}
        />
      )}
      <ul className="findings" aria-label="Findings about the fit">
        {mixture.findings.length === 0 ? (
          <li>
            <IconCheck size={14} aria-hidden /> <span>Nothing about this fit stands out.</span>
          </li>
        ) : (
          mixture.findings.map((finding) => (
            <li key={finding} className="finding">
              <IconAlertTriangle size={14} aria-hidden /> <span>{finding}</span>
            </li>
          ))
        )}
      </ul>
    </div>
  )
}
