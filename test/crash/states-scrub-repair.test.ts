import { testStates } from './states.ts'

testStates('scrub-repair', 9000, 450)
