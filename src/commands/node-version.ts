const LEAST_MAJOR = 24

/** Why this Node cannot run the booth, or undefined. `node:sqlite` and running TypeScript as it is need 24. */
export function tooOld(version: string): string | undefined {
  if (Number(version.split('.')[0]) >= LEAST_MAJOR) return undefined
  return `Booth Mission needs Node ${LEAST_MAJOR}; this is ${version}. "npm ci" brings it along: run through npm or npx.`
}
