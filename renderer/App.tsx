import { useEffect } from 'react'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { stayConnected, useConnection } from './connection'
import { EngineContext, queryClient } from './engine'
import { useEngineEvents } from './engineEvents'
import { Frame } from './frame/Frame'
import { useSettings } from './settings'
import { cssVariables, theme } from './theme'

let connecting = false

export function App() {
  const engine = useConnection((connection) => connection.engine)
  const choice = useSettings((settings) => settings.theme)
  useEffect(() => {
    if (connecting) return
    connecting = true
    void stayConnected()
  }, [])
  useEngineEvents(engine)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(choice === 'auto' ? {} : { forceColorScheme: choice })}
    >
      <Notifications position="bottom-right" autoClose={6000} />
      <QueryClientProvider client={queryClient}>
        {engine ? (
          <EngineContext value={engine}>
            <Frame />
          </EngineContext>
        ) : (
          <main className="starting" role="status">
            Starting the engine
          </main>
        )}
      </QueryClientProvider>
    </MantineProvider>
  )
}
