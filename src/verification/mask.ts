/** `cec6f261….us-east-1.aws.found.io:443` → `cec6….us-east-1.aws.found.io`: enough to recognise one's own. */
export function maskCluster(host: string): string {
  const [first = '', ...rest] = host.split('.')
  return [`${first.slice(0, 4)}…`, ...rest].join('.')
}

const SHORT = 6

/** `kim-laptop` → `ki…p`; of a short name only the first character, else nothing would be hidden. */
export function maskHost(name: string): string {
  const characters = Array.from(name)
  if (characters.length < SHORT) return `${characters[0] ?? ''}…`
  return `${characters.slice(0, 2).join('')}…${characters.at(-1) ?? ''}`
}
