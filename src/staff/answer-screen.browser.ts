import { createAnswerEntry, type AnswerEntry } from './answer-entry.browser.ts'
import type { Unsure } from './send-tap.browser.ts'

/** Full-screen answers on the page that is open, so that the camera and its permission stay. */
export type AnswerScreen = {
  /** Shows what another page shows. @returns the answer's name, or '' for a page that is none */
  show: (page: Document) => string
  showUnsure: (kind: Unsure) => void
  /** Back to what stood here first. */
  close: () => void
  isOpen: () => boolean
  onBack: AnswerEntry['onLeft']
  /** Where the tone of the answer on the screen lies. */
  sound: () => string | undefined
}

type Screen = { className: string; title: string; nodes: Node[] }

/** Once a page: what stood there first is kept until it is closed. */
export function createAnswerScreen(): AnswerScreen {
  const unsure = document.querySelector<HTMLTemplateElement>('template[data-unsure]')
  const entry = createAnswerEntry()
  let below: Screen | undefined
  const put = (screen: Screen) => {
    if (!below) entry.enter()
    below ??= currentScreen()
    draw(screen)
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
  }
  return {
    show: (page) => {
      put(screenOf(page))
      return answerShown()
    },
    showUnsure: (kind) => {
      if (unsure && answerShown() !== 'unsure') put(screenIn(unsure))
      sayWhy(kind)
    },
    close: () => {
      if (below) draw(below)
      below = undefined
    },
    isOpen: () => below !== undefined,
    onBack: entry.onLeft,
    sound: () => document.querySelector<HTMLElement>('[data-sound]')?.dataset['sound'],
  }
}

function answerShown(): string {
  return document.querySelector<HTMLElement>('[data-answer]')?.dataset['answer'] ?? ''
}

function sayWhy(kind: Unsure): void {
  for (const words of document.querySelectorAll<HTMLElement>('[data-words]'))
    words.hidden = !words.dataset['words']?.split(' ').includes(kind)
}

function currentScreen(): Screen {
  const { documentElement, title, body } = document
  return { className: documentElement.className, title, nodes: [...body.childNodes] }
}

/** The amber screen came with the page: it is needed most when nothing can be fetched. */
function screenIn({ dataset, content }: HTMLTemplateElement): Screen {
  const nodes = [document.importNode(content, true)]
  return { className: dataset['class'] ?? '', title: dataset['title'] ?? '', nodes }
}

/** Another document's screen without its scripts: those of this page go on. */
function screenOf(page: Document): Screen {
  const nodes = [...page.body.children]
    .filter(({ localName }) => localName !== 'script')
    .map((node) => document.importNode(node, true))
  return { className: page.documentElement.className, title: page.title, nodes }
}

function draw({ className, title, nodes }: Screen): void {
  document.documentElement.className = className
  document.title = title
  document.body.replaceChildren(...nodes)
}
