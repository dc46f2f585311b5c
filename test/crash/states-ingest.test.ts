import { testStates } from './states.ts'

testStates('ingest', 9000, 450)
