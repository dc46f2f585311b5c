import { testStates } from './states.ts'

testStates('let-go', 5_000, 250)
