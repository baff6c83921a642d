import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 count what lies outside of its heap together with the heap. By itself it collects everything whenever the bytes of
 * buffers have grown by some 64 MB; a broker under load makes as much in a second (bodies, frames, answers), and a fifth of
 * its CPU went there.
 *
 * Source: V8 13.6, `external_memory_accounted_in_global_limit`. A V8 that may not know the flag is left as it is.
 */
export function tuneGarbageCollector(): void {
  if (process.versions.v8.startsWith('13.'))
    setFlagsFromString('--external-memory-accounted-in-global-limit');
}
