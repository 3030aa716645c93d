import { useEffect, useState } from 'react'
import { notifications } from '@mantine/notifications'
import { openEngine } from '../connection'
import { useDropTargets } from '../dropTarget'
import { host } from '../host'
import { createProject, takePaths } from '../project/projectActs'
import { errorFrom } from '../widgets/errorFrom'

/** A browser's files are sent into the open project, so a drop on the first screen starts one named after what was dropped. */
async function startProject(name: string): Promise<void> {
  const { path } = await openEngine().project.suggestPath({ name })
  await createProject(path, null)
}

/** Takes files and folders dropped anywhere on the page to whoever claims them, else to the import sheet. */
export function DropAnywhere({ projectOpen }: { readonly projectOpen: boolean }) {
  const target = useDropTargets((state) => state.target)
  const [hanging, setHanging] = useState(false)
  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
    const take = async (transfer: DataTransfer): Promise<void> => {
      const waiting =
        host.kind === 'browser'
          ? notifications.show({ message: 'Sending the files to the engine', loading: true, autoClose: false })
          : null
      try {
        const paths = await host.pathsOf(transfer, projectOpen ? undefined : startProject)
        if (paths.length === 0) return
        if (target && projectOpen) target.take(paths)
        else await takePaths(paths, projectOpen || host.kind === 'browser')
      } catch (error) {
        notifications.show({ color: 'red', title: 'The drop could not be taken', message: errorFrom(error).message })
      } finally {
        if (waiting) notifications.hide(waiting)
      }
    }
    const onOver = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setHanging(true)
    }
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setHanging(false)
    }
    const onDrop = (event: DragEvent): void => {
      setHanging(false)
      if (!event.dataTransfer || !carriesFiles(event)) return
      event.preventDefault()
      void take(event.dataTransfer)
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [target, projectOpen])
  if (!hanging) return null
  const words = projectOpen ? (target?.words ?? 'Drop to import') : 'Drop to start a project'
  return <div className="drop-veil">{words}</div>
}
