/** 30 cm away a code on a phone is 140 px wide at this size; below 1280 it is read badly. */
const WANTED = { width: { ideal: 1920, min: 640 }, height: { ideal: 1080 } }

// Torches are not in the common part of the specification, so the types do not know them.
type TorchCapabilities = MediaTrackCapabilities & { torch?: boolean }
type TorchConstraint = MediaTrackConstraintSet & { torch: boolean }

/** One camera of this phone, in one `<video>`. */
export class Camera {
  readonly #video: HTMLVideoElement
  #track: MediaStreamTrack | undefined
  #chosen: string | undefined
  #isLit = false

  constructor(video: HTMLVideoElement) {
    this.#video = video
  }

  /** @throws DOMException when there is no camera, or it may not be used */
  async open(): Promise<void> {
    this.#track?.stop()
    this.#isLit = false
    const which = this.#chosen
      ? { deviceId: { exact: this.#chosen } }
      : { facingMode: 'environment' }
    const stream = await navigator.mediaDevices.getUserMedia({ video: { ...WANTED, ...which } })
    this.#track = stream.getVideoTracks()[0]
    this.#video.srcObject = stream
    this.#video.hidden = false
    await this.#video.play()
  }

  /** Phones take the camera away from a page that is not seen; a picture that left the page stands still. */
  async wake(): Promise<void> {
    if (this.#track?.readyState !== 'live') await this.open()
    else if (this.#video.paused) await this.#video.play()
  }

  async turnToNext(): Promise<void> {
    const cameras = await listCameras()
    const now = cameras.indexOf(this.#track?.getSettings().deviceId ?? '')
    this.#chosen = cameras[(now + 1) % cameras.length]
    await this.open()
  }

  async hasOthers(): Promise<boolean> {
    return (await listCameras()).length > 1
  }

  hasTorch(): boolean {
    // Not every browser that has cameras has `getCapabilities`.
    const capabilities =
      this.#track && 'getCapabilities' in this.#track && this.#track.getCapabilities()
    return capabilities ? (capabilities as TorchCapabilities).torch === true : false
  }

  async toggleTorch(): Promise<void> {
    this.#isLit = !this.#isLit
    await this.#track?.applyConstraints({
      advanced: [{ torch: this.#isLit } as TorchConstraint],
    })
  }
}

async function listCameras(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId)
}
