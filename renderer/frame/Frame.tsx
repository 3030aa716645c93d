import { Suspense } from 'react'
import { Loader } from '@mantine/core'
import { useNavigation } from '../navigation'
import { screens } from '../screens'
import { Rail } from './Rail'

/** Everything around the screens. */
export function Frame() {
  const current = useNavigation((state) => state.screen)
  const screen = screens.find(({ id }) => id === current) ?? screens[0]
  const Work = screen.component
  return (
    <div className="frame">
      <Rail disabled={false} />
      <main className="screen" aria-label={screen.title}>
        <Suspense fallback={<Loader size="sm" className="centered" />}>
          <Work />
        </Suspense>
      </main>
    </div>
  )
}
