import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { projectArgument } from '../../electron/projectArgument'
import { isReachable, readWindowState, writeWindowState } from '../../electron/windowState'

const folder = mkdtempSync(join(tmpdir(), 'cepstra-placement-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the kept place of the window', () => {
  const path = join(folder, 'a', 'window.json')
  const state = { bounds: { x: 10, y: 20, width: 1000, height: 700 }, maximized: true }

  test('comes back as it was, and leaves no unfinished file behind', () => {
    writeWindowState(path, state)
    expect(readWindowState(path)).toEqual(state)
    expect(readdirSync(join(folder, 'a'))).toEqual(['window.json'])
  })

  test('is forgotten where it is missing, damaged or nonsense', () => {
    expect(readWindowState(join(folder, 'none.json'))).toBeNull()
    const damaged = join(folder, 'damaged.json')
    for (const text of ['', '{"bounds":', '{"bounds":{"x":0,"y":0,"width":-5,"height":3},"maximized":false}', 'null']) {
      writeFileSync(damaged, text)
      expect(readWindowState(damaged), text).toBeNull()
    }
    expect(existsSync(damaged)).toBe(true)
  })

  test('counts only while its top edge can be seen on a display', () => {
    const laptop = { x: 0, y: 25, width: 1440, height: 875 }
    const second = { x: 1440, y: 0, width: 1920, height: 1080 }
    const onSecond = { x: 1600, y: 100, width: 1000, height: 700 }
    expect(isReachable(onSecond, [laptop, second])).toBe(true)
    expect(isReachable(onSecond, [laptop])).toBe(false)
    expect(isReachable({ x: 1300, y: 100, width: 1000, height: 700 }, [laptop])).toBe(true)
    expect(isReachable({ x: 1400, y: 100, width: 1000, height: 700 }, [laptop])).toBe(false)
    expect(isReachable({ x: 100, y: 890, width: 1000, height: 700 }, [laptop])).toBe(false)
    expect(isReachable({ x: 100, y: -300, width: 1000, height: 700 }, [laptop])).toBe(false)
    expect(isReachable(onSecond, [])).toBe(false)
  })
})

describe('the project on the command line', () => {
  const workingDirectory = resolve('/home/someone')

  test('of a packed program is the first argument that is no switch', () => {
    const packed = { workingDirectory, appPath: null }
    expect(projectArgument(['/opt/cepstra', '--no-sandbox', 'voices'], packed)).toBe(join(workingDirectory, 'voices'))
    expect(projectArgument(['/opt/cepstra', resolve('/data/birds')], packed)).toBe(resolve('/data/birds'))
    expect(projectArgument(['/opt/cepstra'], packed)).toBeNull()
    expect(projectArgument(['/opt/cepstra', '--inspect=0'], packed)).toBeNull()
  })

  test('in a checkout is what follows the folder of the program', () => {
    const checkout = { workingDirectory, appPath: resolve('/src/cepstra') }
    expect(projectArgument(['electron', '/src/cepstra', 'voices'], checkout)).toBe(join(workingDirectory, 'voices'))
    expect(projectArgument(['electron', '-r', '/x/loader.js', '--inspect=0', '/src/cepstra'], checkout)).toBeNull()
    expect(projectArgument(['electron', '/src/cepstra'], checkout)).toBeNull()
  })
})
