import { parseClaimCode, type ClaimCode } from '../claims/claim-code.ts'
import { Camera } from './camera.browser.ts'
import { createQrReader, type ReadQr } from './qr-reader.browser.ts'

/** Eight looks a second find a code at once and leave the battery alone. */
const LOOK_MS = 120
const SCANNING = 'scanning'

export type Scanning = {
  /** Is a code wanted just now? */
  isWanted: () => boolean
  onCode: (code: ClaimCode) => void
}

/** The camera's part of the page: start, light, other camera, and reading until the page is left. */
export function scanByCamera(area: HTMLElement, scanning: Scanning): void {
  const video = area.querySelector<HTMLVideoElement>('[data-camera-picture]')
  const start = area.querySelector<HTMLElement>('[data-start-scan]')
  if (!video || !start) return
  const camera = new Camera(video)
  let read: ReadQr | undefined
  const begin = async () => {
    read ??= await createQrReader()
    await camera.open()
    sessionStorage.setItem(SCANNING, 'yes')
    await showTools(area, camera)
    keepLooking({ camera, video, read, ...scanning })
  }
  const showRefused = showing(area, '[data-camera-refused]')
  const tryToBegin = () => {
    start.hidden = true
    showRefused(false)
    void begin().catch(() => {
      sessionStorage.removeItem(SCANNING)
      start.hidden = false
      showRefused(true)
    })
  }
  start.addEventListener('click', tryToBegin)
  onClick(area, '[data-torch]', () => camera.toggleTorch())
  onClick(area, '[data-other-camera]', () => camera.turnToNext())
  // Coming back to this page goes on where it was left.
  if (sessionStorage.getItem(SCANNING) === 'yes') tryToBegin()
  else start.hidden = false
}

type Looking = Scanning & { camera: Camera; video: HTMLVideoElement; read: ReadQr }

function keepLooking({ camera, video, read, isWanted, onCode }: Looking): void {
  const canvas = document.createElement('canvas')
  canvas.getContext('2d', { willReadFrequently: true })
  const look = async () => {
    if (!isWanted() || document.visibilityState !== 'visible') return
    await camera.wake()
    const code = await readCode(drawMiddle(video, canvas), read)
    if (code !== undefined && isWanted()) onCode(code)
  }
  const turn = () => {
    void look()
      // One bad picture, or a camera that another app holds for a moment, must not end the scanning.
      .catch(() => undefined)
      .then(() => setTimeout(turn, LOOK_MS))
  }
  turn()
}

/** A decoder misreads about one picture in 560: what fails the check is passed over in silence. */
async function readCode(
  picture: HTMLCanvasElement | undefined,
  read: ReadQr,
): Promise<ClaimCode | undefined> {
  if (!picture) return undefined
  return (await read(picture)).map(parseClaimCode).find((code) => code !== undefined)
}

/** The square in the middle, in the camera's own pixels: what the frame on the screen shows. */
function drawMiddle(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
): HTMLCanvasElement | undefined {
  const { videoWidth: width, videoHeight: height } = video
  const side = Math.min(width, height)
  if (side === 0) return undefined
  if (canvas.width !== side) canvas.width = canvas.height = side
  const [left, top] = [(width - side) / 2, (height - side) / 2]
  canvas.getContext('2d')?.drawImage(video, left, top, side, side, 0, 0, side, side)
  return canvas
}

async function showTools(area: HTMLElement, camera: Camera): Promise<void> {
  const hasOthers = await camera.hasOthers()
  showing(area, '[data-torch]')(camera.hasTorch())
  showing(area, '[data-other-camera]')(hasOthers)
  showing(area, '[data-camera-tools]')(hasOthers || camera.hasTorch())
}

function showing(area: HTMLElement, selector: string): (isShown: boolean) => void {
  const part = area.querySelector<HTMLElement>(selector)
  return (isShown) => {
    if (part) part.hidden = !isShown
  }
}

function onClick(area: HTMLElement, selector: string, work: () => Promise<void>): void {
  area.querySelector(selector)?.addEventListener('click', () => {
    void work().catch(() => undefined)
  })
}
