declare const brand: unique symbol;

/** A primitive that the compiler keeps apart from others of its kind: a stream's id is not a stream's name. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
