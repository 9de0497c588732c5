import { compareTags } from './compare-tags.ts'
import { spellOut } from './spell-out.ts'
import type { CauseParams } from './verdict.ts'

/** Of the system module, those that people switch on (Metricbeat's documentation, 9.3). */
const METRICSETS = [
  ...['core', 'cpu', 'diskio', 'filesystem', 'fsstat', 'load', 'memory', 'network'],
  ...['network_summary', 'process', 'process_summary', 'service', 'socket', 'socket_summary'],
  ...['uptime', 'users'],
] as const

const NO_METRICSET = /metricset '([^'/]{1,32})\/([^'/]{0,32})' not found/
const NO_MODULE = /no metricsets configured for module '([^']{1,32})'/

/**
 * Which name Metricbeat does not know, the one that is meant, and the line of the module's file to write.
 * It says `system/cpuu` where only the metricset is wrong, `sistem/cpu` where the module is.
 */
export function misspeltName(text: string): CauseParams {
  const [, module = '?', metricset = ''] = NO_METRICSET.exec(text) ?? NO_MODULE.exec(text) ?? []
  if (module !== 'system')
    return { written: nameOf(module, metricset), right: 'system', put: '- module: system' }
  const right = METRICSETS.find((name) => compareTags(name, metricset)) ?? 'cpu'
  return { written: spellOut(metricset), right, put: 'metricsets: [cpu, memory, network]' }
}

/** Of a module that is not nearly `system`, the metricset may be what is wrong: both are named. */
function nameOf(module: string, metricset: string): string {
  const isWhole = metricset === '' || compareTags('system', module) !== undefined
  return isWhole ? spellOut(module) : `${spellOut(module)}/${spellOut(metricset)}`
}
