import { testStates } from './states.ts'

testStates('lanes', 9000, 300)
