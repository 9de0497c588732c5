import { settings } from '../config.ts'

/** `.env.example`: every variable, commented out with its default. Made from the schema; a test holds it true. */
export function envExample(): string {
  const lines = Object.entries(settings).flatMap(([name, { form, about }]) => [
    `# ${about}`,
    `# ${name}=${defaultOf(form)}`,
    '',
  ])
  return [
    '# Copy to .env and take the # away where you differ. Then: node --env-file=.env src/main.ts start',
    '',
    ...lines,
  ].join('\n')
}

/** The README's table of variables, in Markdown. */
export function settingsTable(): string {
  const rows = Object.entries(settings).map(
    ([name, { form, about }]) => `| \`${name}\` | ${defaultOf(form) || '–'} | ${about} |`,
  )
  return ['| variable | default | what it is for |', '| --- | --- | --- |', ...rows].join('\n')
}

function defaultOf(form: {
  safeParse: (value: unknown) => { success: boolean; data?: unknown }
}): string {
  const { data } = form.safeParse(undefined)
  if (typeof data === 'boolean') return data ? 'yes' : 'no'
  if (typeof data === 'string' || typeof data === 'number') return `${data}`
  return Array.isArray(data) ? data.join(',') : ''
}
