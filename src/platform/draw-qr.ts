import QRCode from 'qrcode'

const QUIET_ZONE_MODULES = 4

/**
 * Draws `text` as a QR in SVG, black on white with its quiet zone, and gives it as a `data:` address for an `<img>`.
 * `level` is the share that may be unreadable: M 15 %, H 30 %.
 */
export async function drawQr(text: string, level: 'M' | 'H' = 'M'): Promise<string> {
  const svg = await QRCode.toString(text, {
    type: 'svg',
    errorCorrectionLevel: level,
    margin: QUIET_ZONE_MODULES,
    color: { dark: '#000000', light: '#ffffff' },
  })
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

/** The same for a terminal, in block characters. */
export function drawQrForTerminal(text: string): Promise<string> {
  return QRCode.toString(text, { type: 'terminal', small: true, errorCorrectionLevel: 'L' })
}
