// Views of a mesh as the daemon would answer them: the ones operations.md-like layouts are checked against.
import type { MeshId, ProjectId, RingId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import { NOT_BY_ITSELF } from '../../protocol/local-api-capture.ts'
import type { Identity } from '../../protocol/local-api-mesh.ts'
import type { KeptProject, PolicyJson, ProjectView, SnapshotView } from '../../protocol/local-api-projects.ts'
import type { ProjectStatus, StatusView, WhereisView } from '../../protocol/local-api-status.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

/** 2026-11-21 13:43 UTC. */
export const NOW = Date.UTC(2026, 10, 21, 13, 43, 0)

export const siteIdOf = (n: number) => n.toString(16).padStart(64, '0') as SiteId
export const meshId = 'ab'.repeat(32) as MeshId
export const ringId = '17'.repeat(16) as RingId
export const projectIdOf = (n: number) => n.toString(16).padStart(32, '0') as ProjectId
export const snapshotIdOf = (text: string) => text.padEnd(64, '0') as SnapshotId

/** The identity of an unfounded daemon whose keys are made up; give what differs. */
export function fakeIdentity(differences: Partial<Identity>): Identity {
  return {
    site: siteIdOf(2),
    sealing: new Uint8Array(32).fill(9),
    pid: process.pid,
    software: 'test',
    home: '/nowhere',
    addresses: ['/ip4/127.0.0.1/tcp/4801'],
    startedAt: NOW,
    mesh: null,
    ...differences,
  }
}

export const STANDARD: PolicyJson = {
  preset: 'standard',
  copies: 3,
  distinct: { location: 3, medium: 2, manager: 2 },
  trusted: 1,
  only: {},
  avoid: {},
  proofAge: 7 * 86_400,
  scrubAge: 30 * 86_400,
  grace: 900,
  rpo: 3600,
  rto: 86_400,
  retention: { all: 7 * 86_400, daily: 35 * 86_400, weekly: 182 * 86_400, monthly: true },
}

export const PROJECT: ProjectView = {
  id: projectIdOf(1),
  name: 'nova-lp',
  phase: 'active',
  folder: '/srv/sessions/nova',
  policy: STANDARD,
  ring: ringId,
  rev: 1,
  snapshots: 3,
}

/** The same as the site that captures it sees it: by hand only. */
export const KEPT: KeptProject = {
  ...PROJECT,
  rules: [],
  capture: {
    ...NOT_BY_ITSELF,
    nextAt: null,
    lastAt: NOW - 3 * MINUTE,
    rehashedAt: null,
    pausedUntil: null,
    running: null,
    watching: 'off',
  },
}

export const SNAPSHOT: SnapshotView = {
  id: snapshotIdOf('c0ffee1234'),
  takenAt: NOW - 3 * MINUTE,
  by: { id: siteIdOf(1), name: 'berlin-a' },
  seq: 3,
  state: 'settled',
  files: 3911,
  plainBytes: 212_400_000_000,
  newBytes: 1_900_000_000,
  storedBytes: 120_000_000_000,
  skipped: 0,
  liveFiles: 0,
  rebuildable: { files: 0, bytes: 0 },
  label: null,
  suspicion: null,
  copies: { have: 3, need: 3 },
  keeping: { state: 'retained', pinned: false, here: 'held', forMs: 7 * DAY, deletion: null },
}

/** A project with three good copies; give what differs. */
export function projectStatus(differences: Partial<ProjectStatus>): ProjectStatus {
  return {
    id: projectIdOf(1),
    name: 'nova-lp',
    phase: 'active',
    state: 'ok',
    live: false,
    copies: { have: 3, need: 3 },
    inGrace: 0,
    claimed: 0,
    distinct: { location: { have: 3, need: 3 }, medium: { have: 2, need: 2 }, manager: { have: 2, need: 2 } },
    trusted: { have: 1, need: 1 },
    provedAt: NOW - 6 * DAY,
    proofAge: 7 * 86_400,
    snapshotAt: NOW - 3 * MINUTE,
    arriving: 0,
    left: null,
    unmet: [],
    counted: [siteIdOf(1), siteIdOf(2), siteIdOf(3)],
    capture: null,
    ...differences,
  }
}

const site = (n: number, name: string, location: string, medium: string, manager: string) => ({
  id: siteIdOf(n),
  name,
  labels: { location, medium, manager },
  state: 'up' as const,
  retiring: false,
  seenAt: NOW - 2 * SECOND,
})

/** Six sites, one down, four projects in every state that the documentation shows. */
export const STATUS: StatusView = {
  mesh: { id: meshId, name: 'kreuzberg' },
  site: { id: siteIdOf(1), name: 'berlin-a' },
  at: NOW,
  heardAt: NOW - 2 * SECOND,
  sites: [
    { ...site(1, 'berlin-a', 'berlin-studio', 'hdd', 'Kreuzberg Sound'), state: 'here' },
    { ...site(2, 'frankfurt', 'frankfurt', 'hdd', 'Hosting GmbH'), state: 'down', seenAt: NOW - 11 * MINUTE },
    site(3, 'potsdam', 'potsdam', 'hdd', 'A. Weiss'),
    site(4, 'berlin-b', 'berlin-studio', 'hdd', 'Kreuzberg Sound'),
    site(5, 'amsterdam', 'amsterdam', 'ssd', 'Hosting GmbH'),
    site(6, 'wien', 'wien', 'ssd', 'Studio W'),
  ],
  stored: { usedBytes: 6_100_000_000_000, capacityBytes: 18_000_000_000_000, deadBytes: 0, freedBytes: 0 },
  repair: { bytesPerSecond: 61_000_000, measuredSeconds: 120 },
  projects: [
    projectStatus({ copies: { have: 4, need: 3 } }),
    projectStatus({ id: projectIdOf(2), name: 'film-q4', live: true, provedAt: NOW - DAY }),
    projectStatus({
      id: projectIdOf(3),
      name: 'halden-ep',
      state: 'healing',
      copies: { have: 2, need: 3 },
      distinct: { location: { have: 2, need: 3 }, medium: { have: 2, need: 2 }, manager: { have: 2, need: 2 } },
      snapshotAt: NOW - 12 * MINUTE,
      counted: [siteIdOf(1), siteIdOf(5)],
      left: {
        bytes: 38_000_000_000,
        rate: { bytesPerSecond: 55_000_000, measuredSeconds: 40 },
        waiting: null,
        startsAt: null,
      },
    }),
    projectStatus({
      id: projectIdOf(4),
      name: 'tape-transfers-82',
      state: 'below',
      copies: { have: 2, need: 3 },
      distinct: { location: { have: 1, need: 3 }, medium: { have: 1, need: 2 }, manager: { have: 1, need: 2 } },
      provedAt: NOW - 41 * DAY,
      snapshotAt: NOW - 9 * DAY,
      counted: [siteIdOf(1), siteIdOf(4)],
      unmet: [{ what: 'location', have: 1, need: 3, why: 'no site at another location has room' }],
      left: { bytes: 412_000_000_000, rate: null, waiting: null, startsAt: Date.UTC(2026, 10, 21, 21, 0, 0) },
    }),
  ],
  alarms: [],
  capture: { pausedUntil: null, yielding: false, since: null },
}

const row = (n: number, name: string, location: string, medium: string, manager: string) => ({
  id: siteIdOf(n),
  name,
  labels: { location, medium, manager },
  here: false,
  reachable: true,
  haveBytes: 212_400_000_000,
  needBytes: 212_400_000_000,
  state: 'copy' as const,
  counted: true,
  seenAt: NOW - 2 * SECOND,
  provedAt: NOW - 6 * DAY,
  scrubbedAt: NOW - 3 * DAY,
  countsUntil: null,
  left: null,
  note: null,
})

export const WHEREIS: WhereisView = {
  project: { id: projectIdOf(1), name: 'nova-lp' },
  at: NOW,
  copies: { have: 2, need: 3 },
  inGrace: 1,
  snapshot: { id: SNAPSHOT.id, takenAt: SNAPSHOT.takenAt, storedBytes: 212_400_000_000, files: 3911 },
  sites: [
    { ...row(1, 'berlin-a', 'berlin-studio', 'ssd', 'Kreuzberg Sound'), here: true, provedAt: NOW - 2 * DAY },
    {
      ...row(2, 'frankfurt', 'frankfurt', 'hdd', 'Hosting GmbH'),
      reachable: false,
      state: 'in-grace',
      seenAt: NOW - 11 * MINUTE,
      countsUntil: Date.UTC(2026, 10, 21, 14, 32, 0) - 3600 * SECOND,
    },
    {
      ...row(5, 'amsterdam', 'amsterdam', 'ssd', 'Hosting GmbH'),
      haveBytes: 80_712_000_000,
      state: 'receiving',
      counted: false,
      provedAt: null,
      left: {
        bytes: 131_700_000_000,
        rate: { bytesPerSecond: 75_000_000, measuredSeconds: 60 },
        waiting: null,
        startsAt: null,
      },
    },
  ],
}
