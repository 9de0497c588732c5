const ANSWER = 'answer'

/** Of the history: a phone's Back leads from an answer to what stood here first, not to another page. */
export type AnswerEntry = {
  enter: () => void
  /** `close` is called when Back has left the entry; it says whether there was an answer to close. */
  onLeft: (close: () => boolean) => void
}

export function createAnswerEntry(): AnswerEntry {
  let stoodHere = history.state === ANSWER
  return {
    enter: () => {
      if (history.state !== ANSWER) history.pushState(ANSWER, '')
      stoodHere = true
    },
    onLeft: (close) => {
      addEventListener('popstate', () => {
        const cameFromHere = stoodHere
        stoodHere = history.state === ANSWER
        // A jump within an answer makes an entry of the history too, and leaves nothing.
        if (stoodHere || location.hash !== '') return
        // An answer that its own button closed leaves an entry on which nothing changes: Back goes on.
        if (!close() && cameFromHere) history.back()
      })
    },
  }
}
