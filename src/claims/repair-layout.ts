/** Keys that another keyboard's layout swaps, by what it types: what was meant. */
type Layout = Readonly<Record<string, string>>

const QWERTZ: Layout = { Y: 'Z', Z: 'Y' }

/** The digits stand on the shifted row, so a scanner that sends keys without Shift types signs. */
const AZERTY: Layout = {
  ...{ Q: 'A', A: 'Q', W: 'Z', Z: 'W', '?': 'M', ',': 'M' },
  ...{ '&': '1', É: '2', '"': '3', "'": '4', '(': '5', '-': '6', È: '7', _: '8', Ç: '9' },
}

/**
 * What a scanner meant that typed into a field under a German or a French layout: at most two readings of `raw`,
 * which must not have been tidied (a dash may be a six). Each still has to pass the check and to exist.
 */
export function repairLayout(raw: string): readonly string[] {
  const typed = raw.normalize('NFC').toUpperCase()
  const readings = [QWERTZ, AZERTY].map((layout) =>
    Array.from(typed, (sign) => layout[sign] ?? sign).join(''),
  )
  return readings.filter((reading) => reading !== typed)
}
