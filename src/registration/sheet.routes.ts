import { Router } from 'express'
import type { Event } from '../event/event.ts'
import { drawQr } from '../platform/draw-qr.ts'
import { chosen } from '../platform/http/chosen.ts'

const PAPERS = ['a4', 'a5'] as const

/** The mission on paper, for the wall and for social media: every language of the event on one sheet. */
export function sheetRoutes({ event, publicOrigin }: { event: Event; publicOrigin: string }) {
  const router = Router()
  router.get('/print/mission', async (req, res) => {
    const paper = chosen(req, 'paper', PAPERS) ?? 'a4'
    res.render('registration/sheet', {
      paper,
      papers: PAPERS.map((id) => ({ id, href: `/print/mission?paper=${id}` })),
      titles: event.languages.map((language) => ({ language, title: event.title[language] })),
      address: `${publicOrigin.replace(/^https?:\/\//, '')}/register`,
      qrSrc: await drawQr(`${publicOrigin}/register`),
      scripts: ['platform/browser/enhancements.browser.ts'],
    })
  })
  return router
}
