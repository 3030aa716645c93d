import { useEffect, useState } from 'react'
import { Button } from '@mantine/core'
import { reconnectNow, useConnection } from '../connection'
import { host } from '../host'

/** Says that the engine is gone, for as long as it is. */
export function ConnectionBanner() {
  const { state, nextAttemptAt } = useConnection()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    if (state !== 'lost') return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [state])
  if (state !== 'lost') return null
  const seconds = nextAttemptAt === null ? 0 : Math.max(0, Math.ceil((nextAttemptAt - now) / 1000))
  return (
    <div className="banner" role="alert">
      <span>
        {host.kind === 'desktop'
          ? 'The engine stopped and is being started again. What was finished is kept.'
          : 'The engine does not answer. If it was stopped, start it again and open the address that it prints.'}
      </span>
      <span className="tabular">{seconds > 0 ? `Next attempt in ${seconds} s` : 'Trying'}</span>
      <Button size="compact-xs" variant="default" onClick={reconnectNow}>
        Try now
      </Button>
    </div>
  )
}
