// syncthing as a peer: the source and two receivers, each with TLS over loopback, everything that looks outward off. Its
// REST API is asked over Unix sockets, so that no request of ours is counted on the wire.
import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { bytesBelow } from '../bench-mesh.ts'
import { run, runDaemon, until } from '../program.ts'
import { freePort, type Peer } from './peer.ts'

const API_KEY = 'bench'
const FOLDER = 'project'
const UPDATE_MS = 600_000

interface Device {
  readonly home: string
  readonly id: string
  readonly port: number
  readonly folder: string
  readonly socket: string
}

/** `marker`: a file of the source that is always there; syncthing would otherwise write one of its own into the folder. */
export async function openSyncthing(source: string, work: string, marker: string): Promise<Peer> {
  await using scope = new AsyncDisposableStack()
  const sender = await prepare(join(work, 'syncthing-0'), source)
  const receivers = [
    await prepare(join(work, 'syncthing-1'), join(work, 'syncthing-copy-1')),
    await prepare(join(work, 'syncthing-2'), join(work, 'syncthing-copy-2')),
  ]
  for (const device of [sender, ...receivers]) {
    const isSender = device === sender
    const others = isSender ? receivers : [sender]
    await mkdir(isSender ? device.folder : join(device.folder, '.stfolder'), { recursive: true })
    await writeFile(join(device.home, 'config.xml'), config(device, others, isSender ? marker : '.stfolder', isSender))
    scope.use(runDaemon('syncthing', ['serve', '--no-browser', '--no-restart', `--home=${device.home}`], environment()))
  }
  for (const device of [sender, ...receivers])
    await until('syncthing answers', () =>
      ask(device, 'GET', '/rest/system/ping').then(
        () => true,
        () => false,
      ),
    )
  const owned = scope.move()
  return {
    name: 'syncthing',
    how: 'two receivers over TLS; its copies are plain folders',
    update: async () => {
      await ask(sender, 'POST', `/rest/db/scan?folder=${FOLDER}`)
      for (const receiver of receivers) await until('syncthing is in step', () => isInStep(sender, receiver), UPDATE_MS)
    },
    storedBytes: () => bytesBelow(source),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

// What the sender believes of a receiver is too early: it holds before the two have met.
async function isInStep(sender: Device, receiver: Device): Promise<boolean> {
  const status = async (device: Device): Promise<Record<string, number | string>> =>
    JSON.parse(await ask(device, 'GET', `/rest/db/status?folder=${FOLDER}`))
  const [here, there] = [await status(sender), await status(receiver)]
  const alike = ['localFiles', 'localBytes', 'localDirectories', 'localSymlinks'].every(
    what => here[what] === there[what],
  )
  return alike && there.state === 'idle' && there.needTotalItems === 0
}

async function prepare(home: string, folder: string): Promise<Device> {
  await run('syncthing', ['generate', '--no-default-folder', '--skip-port-probing', `--home=${home}`], {
    env: environment(),
  })
  const id = (await run('syncthing', ['--device-id', `--home=${home}`], { env: environment() })).trim()
  return { home, id, port: await freePort(), folder, socket: join(home, 'gui.sock') }
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, STNOUPGRADE: '1', STNORESTART: '1', STNODEFAULTFOLDER: '1' }
}

function config(device: Device, others: readonly Device[], marker: string, isSender: boolean): string {
  const devices = [device, ...others]
  return `<configuration version="36">
  <folder id="${FOLDER}" label="" path="${xml(device.folder)}" type="${isSender ? 'sendonly' : 'receiveonly'}"
      rescanIntervalS="0" fsWatcherEnabled="false">
    ${devices.map(({ id }) => `<device id="${id}"></device>`).join('')}
    <markerName>${xml(marker)}</markerName>
  </folder>
  ${devices.map(({ id, port }) => `<device id="${id}"><address>tcp://127.0.0.1:${port}</address></device>`).join('\n  ')}
  <gui enabled="true" tls="false"><address>${device.socket}</address><apikey>${API_KEY}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:${device.port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
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

function ask(device: Device, method: 'GET' | 'POST', path: string): Promise<string> {
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
    call.end()
  })
}
