// syncthing as a peer: the source and two receivers, each with TLS over loopback, everything that looks outward off. Its
// REST API is asked over Unix sockets, so that no request of ours is counted on the wire.
import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { bytesBelow } from '../bench-mesh.ts'
import type { Contestant } from '../contestant.ts'
import { type Daemon, run, runDaemon, until } from '../program.ts'
import { freePort } from './peer.ts'

const API_KEY = 'bench'
const FOLDER = 'project'
const UPDATE_MS = 600_000
const STANDARD_MARKER = '.stfolder'

interface Device {
  readonly home: string
  readonly id: string
  readonly port: number
  readonly folder: string
  /** What must be in the folder for syncthing to believe that its disk is there. */
  readonly marker: string
  readonly socket: string
}

/** `marker`: a file of the source that is always there; syncthing would otherwise write one of its own into the folder. */
export async function openSyncthing(source: string, work: string, marker: string): Promise<Contestant> {
  await using scope = new AsyncDisposableStack()
  const sender = await prepare(join(work, 'syncthing-0'), source, marker)
  const receivers = [
    await prepare(join(work, 'syncthing-1'), join(work, 'syncthing-copy-1')),
    await prepare(join(work, 'syncthing-2'), join(work, 'syncthing-copy-2')),
  ] as const
  const fourth = await prepare(join(work, 'syncthing-3'), join(work, 'syncthing-copy-3'))
  const pids: number[] = []
  const start = async (device: Device, others: readonly Device[], isPaused = false): Promise<Daemon> => {
    await mkdir(join(device.folder, device.marker === STANDARD_MARKER ? STANDARD_MARKER : ''), { recursive: true })
    await writeFile(join(device.home, 'config.xml'), config(device, others, device === sender, isPaused))
    const words = ['serve', '--no-browser', '--no-restart', `--home=${device.home}`]
    const daemon = runDaemon('syncthing', words, environment())
    pids.push(daemon.pid)
    await until('syncthing answers', () => answers(device))
    return daemon
  }
  // The source's folder is paused until the first update: syncthing would begin as soon as it runs.
  scope.use(await start(sender, receivers, true))
  scope.use(await start(receivers[0], [sender, fourth]))
  scope.use(await start(receivers[1], [sender]))
  const owned = scope.move()
  let isPaused = true
  return {
    name: 'syncthing',
    how: 'two receivers over TLS; its copies are plain folders',
    source,
    daemons: async () => [...pids],
    ports: () => [sender, ...receivers].map(({ port }) => port),
    reconnect: async () => {
      await ask(sender, 'POST', '/rest/system/pause')
      for (const receiver of receivers)
        await until('syncthing is apart', async () => !(await isConnected(receiver, sender)))
      await ask(sender, 'POST', '/rest/system/resume')
      for (const receiver of receivers) await until('syncthing is connected', () => isConnected(receiver, sender))
    },
    update: async () => {
      if (isPaused) await ask(sender, 'PATCH', `/rest/config/folders/${FOLDER}`, { paused: false })
      else await ask(sender, 'POST', `/rest/db/scan?folder=${FOLDER}`)
      isPaused = false
      for (const receiver of receivers) await until('syncthing is in step', () => isInStep(sender, receiver), UPDATE_MS)
    },
    openFourth: async to => {
      const place = { ...fourth, folder: to }
      const daemon = await start(place, [receivers[0]], true)
      await until('syncthing is connected', () => isConnected(receivers[0], place))
      return {
        daemons: async () => [...pids],
        restore: async () => {
          await ask(place, 'PATCH', `/rest/config/folders/${FOLDER}`, { paused: false })
          await until('syncthing is in step', () => isInStep(receivers[0], place), UPDATE_MS)
        },
        [Symbol.asyncDispose]: async () => {
          await daemon[Symbol.asyncDispose]()
          pids.splice(pids.indexOf(daemon.pid), 1)
        },
      }
    },
    storedBytes: () => bytesBelow(source),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function answers(device: Device): Promise<boolean> {
  return ask(device, 'GET', '/rest/system/ping').then(
    () => true,
    () => false,
  )
}

async function isConnected(here: Device, there: Device): Promise<boolean> {
  const { connections } = JSON.parse(await ask(here, 'GET', '/rest/system/connections')) as {
    connections: Record<string, { connected: boolean }>
  }
  return connections[there.id]?.connected === true
}

// What the sender believes of a receiver is too early: it holds before the two have met. A sender that has read nothing
// yet is alike with all.
async function isInStep(sender: Device, receiver: Device): Promise<boolean> {
  const status = async (device: Device): Promise<Record<string, number | string>> =>
    JSON.parse(await ask(device, 'GET', `/rest/db/status?folder=${FOLDER}`))
  const [here, there] = [await status(sender), await status(receiver)]
  const alike = ['localFiles', 'localBytes', 'localDirectories', 'localSymlinks'].every(
    what => here[what] === there[what],
  )
  const isRead = here.state === 'idle' && Number(here.localFiles) > 0
  return isRead && alike && there.state === 'idle' && there.needTotalItems === 0
}

async function prepare(home: string, folder: string, marker = STANDARD_MARKER): Promise<Device> {
  await run('syncthing', ['generate', '--no-default-folder', '--skip-port-probing', `--home=${home}`], {
    env: environment(),
  })
  const id = (await run('syncthing', ['--device-id', `--home=${home}`], { env: environment() })).trim()
  return { home, id, port: await freePort(), folder, marker, socket: join(home, 'gui.sock') }
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, STNOUPGRADE: '1', STNORESTART: '1', STNODEFAULTFOLDER: '1' }
}

function config(device: Device, others: readonly Device[], isSender: boolean, isPaused: boolean): string {
  const devices = [device, ...others]
  return `<configuration version="36">
  <folder id="${FOLDER}" label="" path="${xml(device.folder)}" type="${isSender ? 'sendonly' : 'receiveonly'}"
      rescanIntervalS="0" fsWatcherEnabled="false">
    <paused>${isPaused}</paused>
    ${devices.map(({ id }) => `<device id="${id}"></device>`).join('')}
    <markerName>${xml(device.marker)}</markerName>
  </folder>
  ${devices.map(({ id, port }) => `<device id="${id}"><address>tcp://127.0.0.1:${port}</address></device>`).join('\n  ')}
  <gui enabled="true" tls="false"><address>${device.socket}</address><apikey>${API_KEY}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:${device.port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <reconnectionIntervalS>1</reconnectionIntervalS>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <urAccepted>-1</urAccepted>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <crashReportingEnabled>false</crashReportingEnabled>
    <startBrowser>false</startBrowser>
  </options>
</configuration>
`
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function ask(device: Device, method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<string> {
  return new Promise((done, fail) => {
    const call = request(
      { socketPath: device.socket, method, path, headers: { 'X-API-Key': API_KEY, Host: 'localhost' } },
      response => {
        let text = ''
        response.setEncoding('utf8').on('data', part => (text += part))
        response.once('error', fail)
        response.once('end', () =>
          response.statusCode === 200 ? done(text) : fail(new Error(`syncthing: ${response.statusCode} ${text}`)),
        )
      },
    )
    call.once('error', fail)
    call.end(body && JSON.stringify(body))
  })
}
