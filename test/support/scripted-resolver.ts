import type { HostResolver } from '../../src/verification/connection/resolve-host.ts'

/** What the name service says to one question: addresses, an error code, or nothing at all. */
export type ScriptedAnswer = readonly string[] | 'ENOTFOUND' | 'ENODATA' | 'ESERVFAIL' | 'silence'
export type ScriptedRound = { a?: ScriptedAnswer; aaaa?: ScriptedAnswer }

export type ScriptedResolver = HostResolver & { asked: readonly string[] }

/**
 * Answers A and AAAA queries from a script, round after round; the last round repeats. What a round
 * leaves out does not exist (`ENODATA`).
 */
export function createScriptedResolver(...rounds: readonly ScriptedRound[]): ScriptedResolver {
  const asked: string[] = []
  const turns = { a: 0, aaaa: 0 }

  function answer(kind: 'a' | 'aaaa', name: string): Promise<string[]> {
    asked.push(`${kind.toUpperCase()} ${name}`)
    const round = rounds[Math.min(turns[kind], rounds.length - 1)]
    turns[kind] += 1
    const said = round?.[kind] ?? 'ENODATA'
    if (said === 'silence') return new Promise(() => undefined)
    if (typeof said === 'string')
      return Promise.reject(Object.assign(new Error(said), { code: said }))
    return Promise.resolve([...said])
  }

  return {
    asked,
    resolve4: (name) => answer('a', name),
    resolve6: (name) => answer('aaaa', name),
  }
}
