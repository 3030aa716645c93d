import { useMemo } from 'react'
import { accuracyByLengthPicture, accuracyByTrainingPicture } from '../../charts/accuracyCurve'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import type { Figures } from './figures'

/** What more seconds to hear and more minutes to learn from are worth. */
export function AccuracyCharts({ figures }: { readonly figures: Figures }) {
  const colors = useChartColors()
  const { byLength, byTraining } = figures
  const lengths = useMemo(() => accuracyByLengthPicture(byLength, colors), [byLength, colors])
  const training = useMemo(() => accuracyByTrainingPicture(byTraining, colors), [byTraining, colors])
  if (byLength.length === 0 && byTraining.length === 0) return null
  return (
    <div className="detection-charts">
      {byLength.length > 0 && <Chart name="Accuracy by length" height={220} {...lengths} />}
      {byTraining.length > 0 && <Chart name="Accuracy by training" height={220} {...training} />}
    </div>
  )
}
