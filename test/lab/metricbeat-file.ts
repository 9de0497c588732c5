import type { LabKey } from '../support/lab.ts'
import { REAL_TAGS, type FileParts } from '../verification/support/real-mistakes.ts'

type Place = { url: string; key: LabKey | undefined; metricbeat: 7 | 9 }

/** The metricbeat.yml of the guide but for what is wrong in it, shipping every second. */
export function metricbeatFile(parts: FileParts, { url, key, metricbeat }: Place): string {
  const tags = parts.tags ?? `tags: ["${REAL_TAGS.own}"]`
  const processors = parts.processors ?? '  - add_host_metadata: ~'
  return [
    tags,
    ...SHIPS_AT_ONCE,
    parts.modules ?? modulesOf(parts.metricsets ?? '[cpu, memory]'),
    ...(processors === '' ? [] : ['processors:', processors]),
    ...outputOf(parts, { url, key, metricbeat }),
    'setup.template.enabled: false',
    'setup.ilm.enabled: false',
    'logging.to_stderr: true',
    'logging.to_files: false',
    'logging.metrics.enabled: false',
    '',
  ].join('\n')
}

const SHIPS_AT_ONCE = ['metricbeat.max_start_delay: 0s', 'queue.mem.flush.timeout: 1s']

function outputOf({ output, index }: FileParts, { url, key, metricbeat }: Place): string[] {
  return [
    'output.elasticsearch:',
    `  hosts: ["${url}"]`,
    ...(key ? [`  api_key: "${key.id}:${key.api_key}"`] : []),
    // The lab's 9.3.0 ships to 8.19 too.
    ...(metricbeat === 9 ? ['  allow_older_versions: true'] : []),
    ...(output === undefined ? [] : [`  ${output}`]),
    ...(index === undefined ? [] : indexLines(index)),
  ]
}

function modulesOf(metricsets: string): string {
  return `metricbeat.modules:\n  - module: system\n    period: 1s\n    metricsets: ${metricsets}`
}

function indexLines(index: string): string[] {
  return [
    `  index: "${index}"`,
    `setup.template.name: "${index}"`,
    `setup.template.pattern: "${index}-*"`,
  ]
}
