import { useMemo } from 'react'
import type { ECElementEvent } from 'echarts'
import type { MixtureDetail } from '../../../src/engine/contract'
import { weightsPicture } from '../../charts/weights'
import { useFocus } from '../../focus'
import { Chart } from '../../widgets/Chart'
import { useChartColors } from '../../widgets/chartTheme'
import { componentColor } from './componentColor'

const on = {
  click: ({ data }: ECElementEvent) => {
    const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : null
    const { component, focusComponent } = useFocus.getState()
    if (typeof id === 'number') focusComponent(id === component ? null : id)
  },
}

/** A bar a component; choosing one lights it up everywhere. */
export function WeightsView({ mixture }: { readonly mixture: MixtureDetail }) {
  const colors = useChartColors()
  const component = useFocus((focus) => focus.component)
  const picture = useMemo(
    () => weightsPicture(mixture.weights, componentColor, component, colors),
    [mixture.weights, component, colors],
  )
  return <Chart name="Weights" height={180} on={on} {...picture} />
}
