// The DOM types do not know Trusted Types.
type TrustedScripts = {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): string }
}

/**
 * Lets one script of ours past the page's policy, which knows `policy` by its name and lets nothing else be started as a
 * worker. Once a page: browsers make no policy twice.
 */
export function trustScript(policy: string, address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedScripts }
  const made = trustedTypes?.createPolicy(policy, {
    createScriptURL: (wanted) => {
      if (wanted !== address) throw new TypeError(`${policy} is for ${address} only`)
      return wanted
    },
  })
  return made?.createScriptURL(address) ?? address
}
