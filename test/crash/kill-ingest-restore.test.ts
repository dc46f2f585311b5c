import { testKills } from './kill-daemons.ts'

testKills(['ingest', 'restore'], 250, 10)
