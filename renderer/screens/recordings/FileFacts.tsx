import { useQuery } from '@tanstack/react-query'
import type { Outputs } from '../../../src/engine/contract'
import { queryKeys, useEngine } from '../../engine'
import { Fact } from './Fact'

/** What the file tells of itself: how it is coded, and its tags. Nothing where it cannot be asked. */
export function FileFacts({ id }: { readonly id: number }) {
  const engine = useEngine()
  const { data: facts } = useQuery({
    queryKey: queryKeys.recordingFacts(id),
    queryFn: () => engine.recordings.facts({ id }),
  })
  if (!facts) return null
  return (
    <dl className="recording-facts">
      {factsOf(facts).map(([name, words]) => (
        <Fact key={name} name={name}>
          {words}
        </Fact>
      ))}
    </dl>
  )
}

function factsOf({ codec, bits, tags }: Outputs['recordings']['facts']): [name: string, words: string][] {
  const all: [string, string | null][] = [
    ['Coding', [codec, bits === null ? null : `${bits} bits`].filter((part) => part !== null).join(', ') || null],
    ['Title', tags.title],
    ['Artist', tags.artist],
    ['Date', tags.date],
    ['Comment', tags.comment],
  ]
  return all.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '')
}
