import { testStates } from './states.ts'

testStates('identity', 3500, 250)
