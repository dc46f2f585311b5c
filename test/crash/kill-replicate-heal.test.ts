import { testKills } from './kill-daemons.ts'

testKills(['replicate', 'heal'], 250, 10)
