/** Keeps the screen on while this page is seen; phones lock away a code that is being held up. */
export function keepAwake(): void {
  const ask = () => {
    // Refused with a low battery, unknown to older phones: the page works without.
    if (document.visibilityState === 'visible' && 'wakeLock' in navigator)
      navigator.wakeLock.request('screen').catch(() => undefined)
  }
  document.addEventListener('visibilitychange', ask)
  ask()
}
