const isMac = /mac/i.test(navigator.platform)

/** Whether a key press is what `keys` describes, such as "mod+shift+z". */
export function matchesKeys(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const wanted = new Set(parts.slice(0, -1))
  const mod = isMac ? event.metaKey : event.ctrlKey
  if (mod !== wanted.has('mod') || event.altKey !== wanted.has('alt')) return false
  // On most keyboards "?" itself needs Shift, so only named keys and letters ask for it.
  if (key !== '?' && event.shiftKey !== wanted.has('shift')) return false
  const pressed = event.key === ' ' ? 'space' : event.key.toLowerCase()
  // With Alt, some layouts turn digits into other characters; the key's place is what counts there.
  return pressed === key || (event.altKey && event.code === `Digit${key}`)
}

const names: Readonly<Record<string, string>> = {
  space: 'Space',
  arrowleft: '←',
  arrowright: '→',
  home: 'Home',
  shift: 'Shift',
  alt: 'Alt',
}

/** The keys of a command as caps to print, such as ["Ctrl", "K"]. */
export function keyCaps(keys: string): string[] {
  return keys.split('+').map((part) => {
    if (part === 'mod') return isMac ? '⌘' : 'Ctrl'
    return names[part] ?? part.toUpperCase()
  })
}

/** Whether a plain key press belongs to the element that has the focus: text being typed, a list, an open dialog. */
export function keysAreTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null
  if (!target) return false
  // On a Mac, Option types characters; elsewhere Alt never does.
  if (event.altKey && !isMac) return false
  if (event.ctrlKey || event.metaKey) {
    // In a text, undo means the text.
    return event.key.toLowerCase() === 'z' && target.closest('input[type=text], input:not([type]), textarea') !== null
  }
  if (target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]'))
    return true
  if (target.closest('[role=dialog], [role=menu], [role=listbox]')) return true
  if (event.key === ' ' || event.key === 'Enter') {
    return target.closest('button, a, summary, input, [role=button], [role=tab], [role=checkbox]') !== null
  }
  if (event.key.startsWith('Arrow') || event.key === 'Home') {
    return target.closest('input, [role=tab], [role=separator], [role=radio], [role=option]') !== null
  }
  return false
}
