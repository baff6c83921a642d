import type { ConsumerDocument, StateStore } from '../state-store.js';

/** Keeps the document as text, so that a consumer that changes its state afterwards does not change what was saved. */
export class MemoryStateStore implements StateStore {
  private saved: string | undefined;

  async load(): Promise<ConsumerDocument | undefined> {
    return this.saved === undefined ? undefined : (JSON.parse(this.saved) as ConsumerDocument);
  }

  async save(document: ConsumerDocument): Promise<void> {
    this.saved = JSON.stringify(document);
  }
}
