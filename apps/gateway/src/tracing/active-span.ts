import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/** The span of the call that is being answered; of nearly all calls there is none. */
export const activeSpan = new AsyncLocalStorage<Span>();
