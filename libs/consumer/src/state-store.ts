/**
 * Where a consumer's progress lies: the position in every shard **and** the handler's state, in one document that is
 * replaced as a whole. So after a crash the state is exactly the fold of the records before the positions: nothing is
 * counted twice and nothing is left out.
 */
export interface StateStore {
  /** The last document that was saved; undefined before the first one. */
  load(): Promise<ConsumerDocument | undefined>;

  /**
   * Replaces the document, all or nothing; resolves when it would survive a crash, as far as the store can. The document
   * is copied before the first wait: its state may change afterwards.
   */
  save(document: ConsumerDocument): Promise<void>;
}

export interface ConsumerDocument {
  /** The stream's incarnation; positions of another one mean nothing. */
  readonly streamId: string;
  /** By shard id. A shard without an entry has not been begun. */
  readonly positions: ShardPositions;
  /** The handler's state as JSON. */
  readonly state: unknown;
}

export type ShardPositions = Readonly<Record<string, ShardPosition>>;

/** The last record that was folded in, or that nothing will follow. */
export type ShardPosition = { readonly after: string } | { readonly isFinished: true };
