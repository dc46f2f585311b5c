import { testStates } from './states.ts'

testStates('promises', 7000, 300)
