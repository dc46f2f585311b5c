import { testStates } from './states.ts'

testStates('collect', 12000, 500)
