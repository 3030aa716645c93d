import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import {
  IconAdjustmentsHorizontal,
  IconChartDots3,
  IconEar,
  IconFlask,
  IconPlaylist,
  IconTargetArrow,
  type Icon,
} from '@tabler/icons-react'
import type { ScreenId } from './navigation'

export interface Screen {
  readonly id: ScreenId
  readonly title: string
  readonly icon: Icon
  readonly component: LazyExoticComponent<ComponentType>
}

/** The six screens in the order of the work. Each is fetched when it is first looked at. */
export const screens: readonly Screen[] = [
  {
    id: 'recordings',
    title: 'Recordings',
    icon: IconPlaylist,
    component: lazy(async () => ({
      default: (await import('./screens/recordings/RecordingsScreen')).RecordingsScreen,
    })),
  },
  {
    id: 'features',
    title: 'Features',
    icon: IconAdjustmentsHorizontal,
    component: lazy(async () => ({ default: (await import('./screens/features/FeaturesScreen')).FeaturesScreen })),
  },
  {
    id: 'models',
    title: 'Models',
    icon: IconChartDots3,
    component: lazy(async () => ({ default: (await import('./screens/models/ModelsScreen')).ModelsScreen })),
  },
  {
    id: 'recognize',
    title: 'Recognize',
    icon: IconEar,
    component: lazy(async () => ({ default: (await import('./screens/recognize/RecognizeScreen')).RecognizeScreen })),
  },
  {
    id: 'evaluate',
    title: 'Evaluate',
    icon: IconTargetArrow,
    component: lazy(async () => ({ default: (await import('./screens/evaluate/EvaluateScreen')).EvaluateScreen })),
  },
  {
    id: 'lab',
    title: 'Lab',
    icon: IconFlask,
    component: lazy(async () => ({ default: (await import('./screens/lab/LabScreen')).LabScreen })),
  },
]
