/**
 * AWS's description of the Kinesis API as data: what `service-model.generated.ts` holds. Everything that reads requests
 * and writes answers is made from it.
 *
 * Source: the Kinesis service model (2013-12-02), protocol JSON 1.1.
 */
export interface ServiceModel {
  /** What stands before the dot in `X-Amz-Target`. */
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface OperationModel {
  /** Name of the shape that the operation takes; always a structure. */
  readonly input?: string;
  /** Name of the shape that it answers; absent where it answers an empty body. */
  readonly output?: string;
  /** Codes of the errors that the model lists for it. */
  readonly errors: readonly string[];
}

/** Other shapes are referred to by name. */
export type Shape =
  | {
      readonly type: 'structure';
      readonly required?: readonly string[];
      readonly members: Readonly<Record<string, string>>;
    }
  | { readonly type: 'list'; readonly member: string; readonly min?: number; readonly max?: number }
  | {
      readonly type: 'map';
      readonly key: string;
      readonly value: string;
      readonly min?: number;
      readonly max?: number;
    }
  | ScalarShape;

/** `min` and `max` are lengths of texts (UTF-16 code units) and blobs (bytes), and values of numbers. */
export interface ScalarShape {
  readonly type: 'string' | 'blob' | 'boolean' | 'integer' | 'long' | 'timestamp';
  readonly min?: number;
  readonly max?: number;
  /** The whole text must match it. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}
