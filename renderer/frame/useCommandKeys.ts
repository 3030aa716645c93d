import { useEffect } from 'react'
import { commands, runCommand } from '../commands'
import { host } from '../host'
import { keysAreTaken, matchesKeys } from '../keyPress'
import { useNavigation } from '../navigation'

/** Runs commands by their keys and from the desktop's menu. */
export function useCommandKeys(projectOpen: boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const command = commands.find(({ keys }) => keys !== undefined && matchesKeys(event, keys))
      if (!command || (command.needsProject && !projectOpen) || keysAreTaken(event)) return
      if (useNavigation.getState().sheet !== null && command.id !== 'palette') return
      event.preventDefault()
      void runCommand(command)
    }
    window.addEventListener('keydown', onKey)
    const leaveMenu = host.onMenuCommand((id) => {
      const command = commands.find((candidate) => candidate.id === id)
      if (command && (projectOpen || !command.needsProject)) void runCommand(command)
    })
    return () => {
      window.removeEventListener('keydown', onKey)
      leaveMenu()
    }
  }, [projectOpen])
}
