import { createRoomStore } from '../boards/room.sql.ts'
import { createWallStore } from '../boards/wall.sql.ts'
import { isPlainHttp, type Config } from '../config.ts'
import type { Event } from '../event/event.ts'
import type { Outside } from '../outside.ts'
import { createLiveStreams } from '../platform/http/live-streams.ts'

export function composeBoards(config: Config, event: Event, { storage, policy }: Outside) {
  return {
    wall: createWallStore(storage),
    room: createRoomStore(storage),
    streams: createLiveStreams(),
    cameraPossible: !isPlainHttp(config),
    health: {
      about: { event: event.id, verification: policy.mode, rehearsal: config.rehearsal },
      ready: () => storage.read.selectFrom('setting').select('key').limit(1).execute(),
    },
  }
}
