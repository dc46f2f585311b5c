import { testStates } from './states.ts'

testStates('replicate', 9000, 450)
