/** A time in a recording as 0:12.48, or 1:02:03.5 from an hour on. */
export function clock(seconds: number, digits = 2): string {
  const rounded = Number(seconds.toFixed(digits))
  const hours = Math.floor(rounded / 3600)
  const minutes = Math.floor((rounded % 3600) / 60)
  const rest = (rounded % 60).toFixed(digits).padStart(digits > 0 ? 3 + digits : 2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** How long something takes or lasts, to the precision that matters: 8.4 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) {
    const rest = Math.round(seconds % 60)
    return minutes < 10 && rest > 0 && rest < 60 ? `${minutes} min ${rest} s` : `${Math.round(seconds / 60)} min`
  }
  const rest = Math.round((seconds % 3600) / 60)
  return rest > 0 && rest < 60 ? `${Math.floor(minutes / 60)} h ${rest} min` : `${Math.round(seconds / 3600)} h`
}
