/** Browsers that do not know `Clear-Site-Data` forget the offline copy here. */

if ('serviceWorker' in navigator) void forgetOfflineCopies()

async function forgetOfflineCopies(): Promise<void> {
  for (const registration of await navigator.serviceWorker.getRegistrations())
    await registration.unregister()
  for (const name of await caches.keys()) await caches.delete(name)
}
