import { describeOneSeed, describeSeeds } from './seeds.ts'

describeSeeds(1)
describeOneSeed()
