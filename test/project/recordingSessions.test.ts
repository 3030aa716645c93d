import { expect, test } from 'vitest'
import { recordingSessions } from '../../src/project/recordingSessions'

const of = (path: string, label: string | null, session: string | null = null) => ({ path, label, session })

test('a folder above those of the labels is a session', () => {
  const list = [
    of('/d/monday/anna/1.wav', 'anna'),
    of('/d/monday/ben/1.wav', 'ben'),
    of('/d/tuesday/anna/2.wav', 'anna'),
  ]
  expect(recordingSessions(list)).toEqual(['/d/monday', '/d/monday', '/d/tuesday'])
})

test('folders that are not named after labels are sessions, whatever lies above them', () => {
  const list = [
    of('/d/anna/monday/1.wav', 'anna'),
    of('/d/anna/tuesday/1.wav', 'anna'),
    of('/d/ben/monday/1.wav', 'ben'),
  ]
  expect(recordingSessions(list)).toEqual(['/d/anna/monday', '/d/anna/tuesday', '/d/ben/monday'])
})

test('a person who corrects a label does not make a session', () => {
  const list = [of('/d/1/anna/1.wav', 'anna'), of('/d/1/anna/2.wav', 'ben'), of('/d/2/ben/1.wav', 'ben')]
  expect(recordingSessions(list)).toEqual(['/d/1', '/d/1', '/d/2'])
})

test('folders of labels alone are one session, and what was told stands', () => {
  expect(recordingSessions([of('/d/anna/1.wav', 'anna'), of('/d/ben/1.wav', 'ben')])).toEqual(['/d', '/d'])
  expect(recordingSessions([of('/d/1.wav', 'anna', 'monday'), of('/d/2.wav', 'ben')])).toEqual(['monday', '/d'])
})

test('a recording of which only parts have labels is of the session of its folder', () => {
  const list = [of('/d/1/anna/1.wav', 'anna'), of('/d/2/anna/2.wav', 'anna'), of('/d/2/talk/3.wav', null)]
  expect(recordingSessions(list)).toEqual(['/d/1', '/d/2', '/d/2'])
})
