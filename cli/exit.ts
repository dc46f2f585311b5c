// How commands end when nothing was thrown; what is thrown carries its exit code in protocol/errors.ts.
export const EXIT = {
  done: 0,
  failed: 1,
  skipped: 3, // finished, some files were left out
  policyUnmet: 4,
  damage: 5,
  interrupted: 130,
} as const
