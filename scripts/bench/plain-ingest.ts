// How a bench in its own process ingests a folder: everything, at once, with nothing known of it but its stat cache.
export const PLAIN_INGEST = {
  previous: undefined,
  acceptEmpty: false,
  quietMs: 0,
  rehash: false,
  rules: [],
  pace: async () => undefined,
  onProgress: () => undefined,
} as const
