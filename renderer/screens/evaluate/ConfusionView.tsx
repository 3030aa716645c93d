import { useMemo, useState } from 'react'
import type { ECElementEvent } from 'echarts'
import { SegmentedControl } from '@mantine/core'
import type { Evaluation } from '../../../src/engine/contract'
import { confusionHeight, confusionPicture } from '../../charts/confusion'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'

/** A cell by its labels. */
export interface CellChoice {
  readonly truth: string
  readonly answer: string
}

interface ConfusionViewProps {
  readonly evaluation: Evaluation
  readonly chosen: CellChoice | null
  readonly onCell: (cell: CellChoice) => void
}

/** Who was taken for whom. */
export function ConfusionView({ evaluation, chosen, onCell }: ConfusionViewProps) {
  const colors = useChartColors()
  const [show, setShow] = useState<'counts' | 'shares'>('counts')
  const { labels, confusion } = evaluation
  const picture = useMemo(
    () => confusionPicture(labels, confusion, show, chosen, colors),
    [labels, confusion, show, chosen, colors],
  )
  const on = useMemo(
    () => ({
      click: ({ dataIndex }: ECElementEvent) => {
        const at = dataIndex ?? -1
        const truth = labels[Math.floor(at / labels.length)]
        const answer = labels[at % labels.length]
        if (truth !== undefined && answer !== undefined) onCell({ truth, answer })
      },
    }),
    [labels, onCell],
  )
  return (
    <Chart
      name="Confusion matrix"
      height={confusionHeight(labels.length)}
      on={on}
      controls={
        <SegmentedControl
          aria-label="Cells show"
          data={[
            { value: 'counts', label: 'Counts' },
            { value: 'shares', label: 'Shares' },
          ]}
          value={show}
          onChange={(next) => setShow(next === 'shares' ? 'shares' : 'counts')}
        />
      }
      {...picture}
    />
  )
}
