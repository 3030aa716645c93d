import { useEffect, useRef } from 'react'
import { notifications } from '@mantine/notifications'
import { host } from '../host'
import { useNavigation } from '../navigation'
import { errorFrom } from '../widgets/errorFrom'
import { openProject } from './projectActs'

/** Asks for a project's folder, by the desktop's own dialog or the in-page folder browser, and opens it. */
export function OpenProjectSheet() {
  const asked = useNavigation((state) => state.sheet === 'openProject')
  const asking = useRef(false)
  useEffect(() => {
    if (!asked || asking.current) return
    asking.current = true
    const ask = async (): Promise<void> => {
      useNavigation.getState().openSheet(null)
      try {
        const path = await host.pickProjectFolder()
        if (path !== null) await openProject(path)
      } catch (error) {
        notifications.show({ color: 'red', title: 'The project did not open', message: errorFrom(error).message })
      } finally {
        asking.current = false
      }
    }
    void ask()
  }, [asked])
  return null
}
