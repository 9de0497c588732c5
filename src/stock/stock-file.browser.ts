import '../platform/browser/enhancements.browser.ts'

/** A chosen file is read into the field: what is sent is what the lead sees. */

const chooser = document.querySelector<HTMLInputElement>('[data-read-file]')
const field = document.querySelector<HTMLTextAreaElement>('textarea[name=file]')

if (chooser && field) {
  chooser.closest<HTMLElement>('[data-needs-script]')?.removeAttribute('hidden')
  chooser.addEventListener('change', () => {
    const [file] = chooser.files ?? []
    if (!file) return
    void file.text().then((text) => {
      field.value = text
    })
  })
}
