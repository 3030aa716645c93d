import { useState } from 'react'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Recipe } from '../../../src/features/recipe'
import { queryKeys, useEngine } from '../../engine'
import { useFocus } from '../../focus'
import { Panels } from '../../frame/Panels'
import { stepRecording } from '../../recordingOrder'
import { EmptyState } from '../../widgets/EmptyState'
import { FeatureCharts } from './FeatureCharts'
import { RecipeForm } from './RecipeForm'
import './features.css'

/** Long enough that holding a stepper does not ask for each of its steps, too short to be waited for. */
const settleMilliseconds = 30

/** What becomes of the sound before any model sees it: the recipe on the left, the focused recording under it on the right. */
export function FeaturesScreen() {
  const engine = useEngine()
  const id = useFocus((focus) => focus.recordingId)
  const { data: project } = useQuery({ queryKey: queryKeys.project, queryFn: () => engine.project.current() })
  const [edited, setEdited] = useState<Recipe | null>(null)
  const current = project?.recipe
  const recipe = edited ?? current
  const [settled] = useDebouncedValue(recipe, settleMilliseconds)
  if (!project || !recipe || !current) return null
  return (
    <Panels
      name="features"
      leftLabel="Recipe"
      leftWidth={344}
      left={
        <RecipeForm
          current={current}
          recipe={recipe}
          settled={settled ?? recipe}
          sampleRateHz={project.sampleRateHz}
          onChange={setEdited}
        />
      }
      center={
        id === null ? (
          <EmptyState
            title="No recording chosen"
            actions={
              project.recordingCount > 0 && (
                <Button onClick={() => void stepRecording(1)}>Take the first recording (J)</Button>
              )
            }
          >
            The recipe is shown at work on one recording: its spectrogram with the mel filters, which frames are kept
            and why, and the features.
          </EmptyState>
        ) : (
          <FeatureCharts id={id} recipe={settled ?? recipe} sampleRateHz={project.sampleRateHz} />
        )
      }
    />
  )
}
