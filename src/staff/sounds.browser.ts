/** Three sounds: handed over, refused, not sure. Phones play them only after a tap has unlocked them. */

let context: AudioContext | undefined
const loaded = new Map<string, Promise<AudioBuffer>>()

/** To be called in a tap. Loads every sound now, so that *not sure* is heard without a network too. */
export function unlockSounds(addresses: readonly string[]): void {
  context ??= new AudioContext()
  void context.resume()
  for (const address of addresses) void load(address, context)
}

/** Silent where `unlockSounds` was never called, or without an address. */
export function playSound(address: string | undefined): void {
  if (address === undefined || !context) return
  const { destination } = context
  const source = context.createBufferSource()
  load(address, context)
    .then((buffer) => {
      source.buffer = buffer
      source.connect(destination)
      source.start()
    })
    // A sound is the least of the four signs; without it colour, word and icon still stand there.
    .catch(() => loaded.delete(address))
}

function load(address: string, audio: AudioContext): Promise<AudioBuffer> {
  const known = loaded.get(address)
  if (known) return known
  const loading = fetch(address)
    .then((answer) => answer.arrayBuffer())
    .then((bytes) => audio.decodeAudioData(bytes))
  loading.catch(() => loaded.delete(address))
  loaded.set(address, loading)
  return loading
}
