import { trustScript } from '../platform/browser/trust-script.browser.ts'

/** Reads every QR on a picture. */
export type ReadQr = (picture: HTMLCanvasElement) => Promise<readonly string[]>

// The Shape Detection API, which the DOM types do not know.
type NativeDetector = { detect(picture: HTMLCanvasElement): Promise<{ rawValue: string }[]> }
type NativeDetectors = {
  new (options: { formats: string[] }): NativeDetector
  getSupportedFormats(): Promise<string[]>
}

const WORKER = new URL('./qr-worker.browser.ts', import.meta.url).href

/** The phone's own reader where it knows QR codes, else zxing in a worker of ours. */
export async function createQrReader(): Promise<ReadQr> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: NativeDetectors }
  const formats = await BarcodeDetector?.getSupportedFormats()
  if (!BarcodeDetector || !formats?.includes('qr_code')) return createZxingReader()
  const detector = new BarcodeDetector({ formats: ['qr_code'] })
  return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue)
}

function createZxingReader(): ReadQr {
  const address = trustScript('qr-worker', WORKER)
  let worker: Worker | undefined
  return (picture) =>
    new Promise((resolve, reject) => {
      const image = pixelsOf(picture)
      const reading = (worker ??= new Worker(address, { type: 'module' }))
      reading.onmessage = ({ data }: MessageEvent<string[]>) => {
        resolve(data)
      }
      reading.onerror = () => {
        // The next picture tries with a new one: the network may be back.
        reading.terminate()
        worker = undefined
        reject(new Error('the QR reader failed'))
      }
      reading.postMessage(image, [image.data.buffer])
    })
}

function pixelsOf(picture: HTMLCanvasElement): ImageData {
  const context = picture.getContext('2d')
  if (!context) throw new Error('this browser draws no pictures')
  return context.getImageData(0, 0, picture.width, picture.height)
}
