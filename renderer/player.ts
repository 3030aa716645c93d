import { create } from 'zustand'
import { openEngine } from './connection'
import { useFocus } from './focus'

interface Chunk {
  readonly startSeconds: number
  readonly durationSeconds: number
  readonly buffer: AudioBuffer
}

interface PlayerState {
  /** The recording in the player, if any. */
  recordingId: number | null
  name: string
  durationSeconds: number
  playing: boolean
  /** The stretch that repeats; null plays to the end. */
  loop: { readonly startSeconds: number; readonly endSeconds: number } | null
  error: unknown
  /** Puts a recording into the player and focuses it; keeps silent. */
  load(recordingId: number): Promise<void>
  play(fromSeconds?: number): Promise<void>
  pause(): void
  toggle(): Promise<void>
  seek(seconds: number): Promise<void>
  /** Plays one stretch of a recording once. */
  playRange(recordingId: number, startSeconds: number, endSeconds: number): Promise<void>
  setLoop(loop: PlayerState['loop']): void
  /** Empties the player. */
  unload(): void
}

/** Sound comes in pieces of this length, so that hours play without being held in memory. */
const chunkSeconds = 30
/** The next piece is asked for and placed on the clock this long before it is due. */
const lookAheadSeconds = 12

let context: AudioContext | null = null
let sources: AudioBufferSourceNode[] = []
let frameRequest = 0
/** Grows with every start and stop; work of an older turn notices that it came late. */
let turn = 0
/** Context time at which second 0 of the recording would have been heard. */
let originSeconds = 0
let scheduledUntil = 0
let stopAt = 0
let onlyUntil: number | null = null
const chunks = new Map<string, Promise<Chunk>>()

function audioContext(): AudioContext {
  context ??= new AudioContext()
  return context
}

async function fetchChunk(recordingId: number, startSeconds: number, lengthSeconds: number): Promise<Chunk> {
  const answer = await openEngine().recordings.audio({ id: recordingId, startSeconds, lengthSeconds })
  const buffer = await audioContext().decodeAudioData(await answer.wav.arrayBuffer())
  return { startSeconds: answer.startSeconds, durationSeconds: answer.durationSeconds, buffer }
}

/** The piece from `startSeconds` on; a few stay in memory for loops and for going back. */
function chunkAt(recordingId: number, startSeconds: number, lengthSeconds = chunkSeconds): Promise<Chunk> {
  const key = `${recordingId}:${startSeconds.toFixed(4)}:${lengthSeconds.toFixed(4)}`
  const known = chunks.get(key)
  if (known) return known
  const asked = fetchChunk(recordingId, startSeconds, lengthSeconds)
  chunks.set(key, asked)
  asked.catch(() => chunks.delete(key))
  if (chunks.size > 6) chunks.delete([...chunks.keys()][0])
  return asked
}

function silence(): void {
  turn++
  cancelAnimationFrame(frameRequest)
  for (const source of sources) {
    source.onended = null
    source.stop()
    source.disconnect()
  }
  sources = []
}

/** Puts pieces on the clock one after the other until `stopAt`, never far ahead of what is heard. */
async function schedule(recordingId: number, mine: number): Promise<void> {
  const clock = audioContext()
  while (mine === turn && scheduledUntil < stopAt) {
    const heardSeconds = clock.currentTime - originSeconds
    if (scheduledUntil - heardSeconds > lookAheadSeconds) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      continue
    }
    const lengthSeconds = Math.min(chunkSeconds, stopAt - scheduledUntil)
    const chunk = await chunkAt(recordingId, scheduledUntil, lengthSeconds)
    if (mine !== turn) return
    const length = Math.min(chunk.durationSeconds, lengthSeconds)
    if (length <= 0) {
      stopAt = scheduledUntil
      return
    }
    // A piece that came too late moves the clock, so that the playhead stays true to what is heard.
    const due = originSeconds + scheduledUntil
    if (due < clock.currentTime) originSeconds += clock.currentTime + 0.02 - due
    const source = clock.createBufferSource()
    source.buffer = chunk.buffer
    source.connect(clock.destination)
    source.start(originSeconds + scheduledUntil, 0, length)
    sources.push(source)
    source.onended = () => {
      sources = sources.filter((other) => other !== source)
    }
    scheduledUntil += length
  }
}

/** The sound of the focused recording, and the playhead that follows it. */
export const usePlayer = create<PlayerState>()((set, get) => {
  const fail = (error: unknown): void => {
    silence()
    set({ playing: false, error })
  }

  const start = async (fromSeconds: number): Promise<void> => {
    silence()
    const mine = turn
    const { recordingId, durationSeconds, loop } = get()
    if (recordingId === null) return
    const endSeconds = onlyUntil ?? (loop ? loop.endSeconds : durationSeconds)
    const from = fromSeconds >= endSeconds - 0.005 ? (loop?.startSeconds ?? 0) : fromSeconds
    set({ playing: true, error: null })
    try {
      const clock = audioContext()
      await clock.resume()
      await chunkAt(recordingId, from, Math.min(chunkSeconds, endSeconds - from))
      if (mine !== turn) return
      originSeconds = clock.currentTime + 0.03 - from
      scheduledUntil = from
      stopAt = endSeconds
      const follow = (): void => {
        if (mine !== turn) return
        const heardSeconds = clock.currentTime - originSeconds
        if (heardSeconds >= stopAt) {
          ended()
          return
        }
        useFocus.getState().setPlayhead(Math.max(from, heardSeconds))
        frameRequest = requestAnimationFrame(follow)
      }
      frameRequest = requestAnimationFrame(follow)
      await schedule(recordingId, mine)
    } catch (error) {
      if (mine === turn) fail(error)
    }
  }

  const ended = (): void => {
    const { loop } = get()
    if (loop && onlyUntil === null) {
      void start(loop.startSeconds)
      return
    }
    silence()
    useFocus.getState().setPlayhead(stopAt)
    onlyUntil = null
    set({ playing: false })
  }

  return {
    recordingId: null,
    name: '',
    durationSeconds: 0,
    playing: false,
    loop: null,
    error: null,
    load: async (recordingId) => {
      if (get().recordingId === recordingId) return
      silence()
      onlyUntil = null
      set({ recordingId, name: '', durationSeconds: 0, playing: false, loop: null, error: null })
      try {
        const recording = await openEngine().recordings.get({ id: recordingId })
        if (get().recordingId !== recordingId) return
        set({ name: recording.name, durationSeconds: recording.durationSeconds ?? 0 })
      } catch (error) {
        if (get().recordingId === recordingId) fail(error)
      }
    },
    play: async (fromSeconds) => {
      onlyUntil = null
      await start(fromSeconds ?? useFocus.getState().playheadSeconds)
    },
    pause: () => {
      silence()
      onlyUntil = null
      set({ playing: false })
    },
    toggle: async () => {
      if (get().playing) get().pause()
      else await get().play()
    },
    seek: async (seconds) => {
      const { durationSeconds, playing } = get()
      const within = Math.min(Math.max(0, seconds), durationSeconds)
      useFocus.getState().setPlayhead(within)
      if (playing) {
        onlyUntil = null
        await start(within)
      }
    },
    playRange: async (recordingId, startSeconds, endSeconds) => {
      useFocus.getState().focusRecording(recordingId, startSeconds)
      await get().load(recordingId)
      onlyUntil = Math.min(endSeconds, get().durationSeconds || endSeconds)
      await start(startSeconds)
    },
    unload: () => {
      silence()
      onlyUntil = null
      chunks.clear()
      set({ recordingId: null, name: '', durationSeconds: 0, playing: false, loop: null, error: null })
    },
    setLoop: (loop) => {
      set({ loop })
      if (get().playing) void start(useFocus.getState().playheadSeconds)
    },
  }
})

useFocus.subscribe((focus, before) => {
  if (focus.recordingId !== before.recordingId && focus.recordingId !== null) {
    void usePlayer.getState().load(focus.recordingId)
  }
})
