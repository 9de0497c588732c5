export const SYSTEMS = [
  'linux-deb',
  'linux-rpm',
  'linux-tar',
  'macos-arm',
  'macos-intel',
  'windows',
] as const
export type System = (typeof SYSTEMS)[number]

/** How Metricbeat is called and started again where it was installed as our guide says (Elastic's documentation). */
const CALLS = {
  package: { metricbeat: 'sudo metricbeat', restart: 'sudo service metricbeat restart' },
  archive: { metricbeat: 'sudo ./metricbeat', restart: 'sudo ./metricbeat -e' },
  windows: { metricbeat: '.\\metricbeat.exe', restart: 'Restart-Service metricbeat' },
} as const

const KIND = {
  'linux-deb': 'package',
  'linux-rpm': 'package',
  'linux-tar': 'archive',
  'macos-arm': 'archive',
  'macos-intel': 'archive',
  windows: 'windows',
} as const satisfies Record<System, keyof typeof CALLS>

/** A cause's command, as texts have it (for a Debian package), as one types it on `system`. */
export function commandOn(system: System, command: string): string {
  const { metricbeat, restart } = CALLS[KIND[system]]
  if (command === CALLS.package.restart) return restart
  return command.replace(
    /^(?:sudo )?metricbeat (?=test |modules |export |setup )/gm,
    `${metricbeat} `,
  )
}
