import { stripTypeScriptTypes } from 'node:module'

export default {
  /** @param {string} source @param {string} file */
  process: (source, file) => ({ code: stripTypeScriptTypes(source, { sourceUrl: file }) }),
}
